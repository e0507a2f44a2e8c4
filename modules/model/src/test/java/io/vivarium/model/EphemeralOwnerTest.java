package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.apache.zookeeper.server.EphemeralType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EphemeralOwnerTest {
  private static final String EXTENDED = "zookeeper.extendedTypesEnabled";
  private static final String EMULATE_353 = "zookeeper.emulate353TTLNodes";

  private static final long[] OWNERS = {
    0,
    1,
    0x100_0000_0000_0001L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE | 1,
    0xff00_0000_0000_0001L,
    0xff00_00ff_ffff_ffffL,
    0xfe00_0000_0000_0001L,
    0x8000_0000_0000_1000L
  };

  @AfterEach
  void forgetSettings() {
    System.clearProperty(EXTENDED);
    System.clearProperty(EMULATE_353);
  }

  @ParameterizedTest
  @CsvSource({"false,false", "true,false", "true,true"})
  void classifiesOwnersAsZooKeeperDoes(boolean extended, boolean emulate353) {
    set(extended, emulate353);

    for (long owner : OWNERS) {
      assertEquals(
          theirs(EphemeralType.get(owner)),
          EphemeralOwner.kind(owner, extended, emulate353),
          () -> "0x" + Long.toHexString(owner));
    }
  }

  @ParameterizedTest
  @CsvSource({"false,false", "true,false", "true,true"})
  void classifiesRandomOwnersAsZooKeeperDoes(boolean extended, boolean emulate353) {
    set(extended, emulate353);
    Random random = new Random(11);

    for (int i = 0; i < 10_000; i++) {
      // ZooKeeper refuses feature numbers other than 0 by an exception; those have a test of their
      // own.
      long owner = random.nextLong() & 0xff00_00ff_ffff_ffffL;

      assertEquals(
          theirs(EphemeralType.get(owner)),
          EphemeralOwner.kind(owner, extended, emulate353),
          () -> "0x" + Long.toHexString(owner));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1000, 60_000, EphemeralOwner.MAX_TTL})
  void storesATimeToLiveAsZooKeeperDoes(long ttl) {
    set(true, false);

    long owner = EphemeralOwner.ofTtl(ttl);

    assertEquals(EphemeralType.TTL.toEphemeralOwner(ttl), owner);
    assertEquals(ttl, EphemeralOwner.ttl(owner, false));
    assertEquals(EphemeralOwner.Kind.TTL, EphemeralOwner.kind(owner, true, false));
    assertTrue(EphemeralOwner.knownFeature(owner));
  }

  @Test
  void theLargestTimeToLiveIsZooKeepers() {
    set(true, false);

    assertEquals(EphemeralType.TTL.maxValue(), EphemeralOwner.MAX_TTL);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, EphemeralOwner.MAX_TTL + 1, Long.MAX_VALUE, Long.MIN_VALUE})
  void refusesATimeToLiveThatCannotBeStored(long ttl) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> EphemeralOwner.ofTtl(ttl)).getMessage();

    assertEquals("ttl " + ttl + " ms is not between 1 and 1099511627775", message);
  }

  @Test
  void readsTheTimeToLiveInTheLayoutOfThreeFiveThree() {
    set(true, true);
    long owner = Long.MIN_VALUE | 60_000;

    assertEquals(EphemeralType.TTL.getValue(owner), EphemeralOwner.ttl(owner, true));
    assertEquals(60_000, EphemeralOwner.ttl(owner, true));
  }

  /** Longer than 34 years; there ZooKeeper 3.9 drops the bits that only 3.5.3 had. */
  @Test
  void readsATimeToLiveOfSixtyBitsInFull() {
    assertEquals(5_000_000_000_000L, EphemeralOwner.ttl(Long.MIN_VALUE | 5_000_000_000_000L, true));
  }

  @Test
  void anOwnerWithAFeatureOtherThanZeroIsUnknown() {
    assertFalse(EphemeralOwner.knownFeature(0xff00_0100_0000_0001L));
    assertFalse(EphemeralOwner.knownFeature(-1));
  }

  private static void set(boolean extended, boolean emulate353) {
    System.setProperty(EXTENDED, Boolean.toString(extended));
    System.setProperty(EMULATE_353, Boolean.toString(emulate353));
  }

  private static EphemeralOwner.Kind theirs(EphemeralType type) {
    return switch (type) {
      case VOID -> EphemeralOwner.Kind.PERSISTENT;
      case NORMAL -> EphemeralOwner.Kind.EPHEMERAL;
      case CONTAINER -> EphemeralOwner.Kind.CONTAINER;
      case TTL -> EphemeralOwner.Kind.TTL;
    };
  }
}
