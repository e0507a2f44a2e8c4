package io.vivarium.acceptance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {

  private static List<String> conversations() throws Exception {
    try (BufferedReader index =
        new BufferedReader(
            new InputStreamReader(
                ReplyReaderTest.class.getResourceAsStream("/client-wire/INDEX"),
                StandardCharsets.UTF_8))) {
      return index.lines().toList();
    }
  }

  @Test
  void everyRecordedFrameOfTheServerIsReadToItsLastByte() throws Exception {
    int frames = 0;
    for (String name : conversations()) {
      for (Recording connection : Conversation.load(name).connections()) {
        for (Frame frame : connection.frames()) {
          if (!frame.fromClient()) {
            frames++;
            List<Field> fields = ReplyReader.read(frame.kind(), frame.op(), frame.bytes());
            assertTrue(
                fields.stream().noneMatch(field -> field.name().equals("undecoded")),
                name + " " + fields);
          }
        }
      }
    }
    assertTrue(frames > 350, "frames read: " + frames);
  }

  @Test
  void aByteTooManyIsReported() throws Exception {
    Frame reply = Conversation.load("01-connect-close").connections().getFirst().frames().getLast();
    byte[] longer = Arrays.copyOf(reply.bytes(), reply.bytes().length + 1);
    List<Field> fields = ReplyReader.read(reply.kind(), reply.op(), longer);
    assertEquals(new Field("undecoded", Field.Meaning.EXACT, "00"), fields.getLast());
  }
}
