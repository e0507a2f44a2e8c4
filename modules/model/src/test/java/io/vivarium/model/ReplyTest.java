package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplyTest {
  private static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

  @Test
  void repliesWithoutBytesAreValues() {
    assertEquals(new Reply.PathStat("/a", STAT), new Reply.PathStat("/a", Stat.of(STAT)));
    assertNotEquals(new Reply.Path("/a"), new Reply.Path("/b"));
    assertEquals(Reply.Empty.INSTANCE, new Reply.Empty());
  }

  @Test
  void aPartOfAMultiMayBeAnErrorWithoutAReason() {
    Reply.Result untried =
        new Reply.Result(OpCode.ERROR, ErrorCode.OK.code(), Reply.Empty.INSTANCE);
    Reply.Multi multi = new Reply.Multi(List.of(untried));

    assertEquals(List.of(untried), multi.results());
  }

  @Test
  void aNodeWithoutDataIsToldFromOneWithEmptyData() {
    assertNull(new Reply.DataStat(null, STAT).data());
    assertNotEquals(new Reply.DataStat(null, STAT), new Reply.DataStat(new byte[0], STAT));
  }
}
