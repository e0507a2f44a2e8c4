package io.vivarium.acceptance.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.wire.Field.Meaning;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison must be able to fail: what is volatile may vary only in the ways that it says. */
class CorrespondenceTest {
  private final Correspondence correspondence = new Correspondence();

  private int differences(Meaning meaning, Object recorded, Object live) {
    return correspondence
        .differences(
            List.of(new Field("f", meaning, recorded)),
            List.of(new Field("f", meaning, live)),
            false)
        .size();
  }

  private int zxid(long recorded, long live) {
    return differences(Meaning.ZXID, recorded, live);
  }

  @Test
  void exactFieldsMustBeEqual() {
    assertEquals(0, differences(Meaning.EXACT, "a", "a"));
    assertEquals(1, differences(Meaning.EXACT, "a", "b"));
  }

  @Test
  void aMissingOrAnAdditionalFieldIsADifference() {
    Field field = new Field("f", Meaning.EXACT, 1);
    assertEquals(1, correspondence.differences(List.of(field), List.of(), false).size());
    assertEquals(1, correspondence.differences(List.of(), List.of(field), false).size());
  }

  @Test
  void equalZxidsStayEqualAndOrderIsKept() {
    assertEquals(0, zxid(10, 100));
    assertEquals(0, zxid(10, 100));
    assertEquals(0, zxid(20, 101));
    assertEquals(1, zxid(10, 101));
    assertEquals(1, zxid(15, 101));
    assertEquals(1, zxid(30, 101));
    assertEquals(1, zxid(5, 100));
  }

  @Test
  void zeroAndMinusOneAreNoZxids() {
    assertEquals(0, zxid(0, 0));
    assertEquals(0, zxid(-1, -1));
    assertEquals(1, zxid(0, 3));
    assertEquals(1, zxid(-1, 3));
  }

  @Test
  void aLooseZxidMayBeLaterButNotEarlier() {
    correspondence.differences(
        List.of(new Field("z", Meaning.ZXID, 10L)),
        List.of(new Field("z", Meaning.ZXID, 100L)),
        true);
    assertEquals(0, loose(10, 101));
    assertEquals(1, loose(10, 99));
  }

  private int loose(long recorded, long live) {
    return correspondence
        .differences(
            List.of(new Field("z", Meaning.ZXID, recorded)),
            List.of(new Field("z", Meaning.ZXID, live)),
            true)
        .size();
  }

  @Test
  void sessionsCorrespondOneToOne() {
    assertEquals(0, differences(Meaning.SESSION, 7L, 70L));
    assertEquals(0, differences(Meaning.SESSION, 7L, 70L));
    assertEquals(1, differences(Meaning.SESSION, 7L, 71L));
    assertEquals(1, differences(Meaning.SESSION, 0L, 70L));
    assertEquals(1, differences(Meaning.SESSION, 8L, 0L));
  }

  @Test
  void timesLieInThisRun() {
    assertEquals(0, differences(Meaning.TIME, 5L, System.currentTimeMillis()));
    assertEquals(1, differences(Meaning.TIME, 5L, 5L));
    assertEquals(1, differences(Meaning.TIME, 0L, System.currentTimeMillis()));
    assertEquals(0, differences(Meaning.TIME, 0L, 0L));
  }

  @Test
  void aWrongPasswordStaysWrongInTheSameBits() {
    correspondence.passwords(7, new byte[] {1, 2}, new byte[] {50, 60});
    assertArrayEquals(new byte[] {50, 60}, correspondence.livePassword(7, new byte[] {1, 2}));
    assertArrayEquals(new byte[] {51, 60}, correspondence.livePassword(7, new byte[] {0, 2}));
  }
}
