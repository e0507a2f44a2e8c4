package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AnswerTest {
  @Test
  void anAnswerBelowTheLimitIsLeftAlone() {
    Answer answer = new Answer(100);
    answer.line("one").add("two");

    assertFalse(answer.isFull());
    assertEquals("one\ntwo", answer.done());
  }

  @Test
  void whatComesAfterTheLimitIsLeftOut() {
    Answer answer = new Answer(8);
    answer.line("first").line("second").line("third");

    assertTrue(answer.isFull());
    assertEquals(
        "first\nsecond\n... cut off here: the answer exceeds 8 characters\n", answer.done());
  }

  @Test
  void thereIsRoomForOneLineMoreThanFits() {
    Answer answer = new Answer(10);
    assertEquals(4, answer.room(3));
    answer.add("12345");
    assertEquals(2, answer.room(3));
    answer.add("123456789");
    assertEquals(1, answer.room(3));
  }
}
