package io.vivarium.model;

/**
 * The stored owner field of a znode, which also says what kind of node it is: 0 persistent; 0x8000000000000000 container; top
 * byte 0xff an extended kind, of which only TTL (feature 0, 40 bits of milliseconds) exists; anything else the owning session.
 * With {@code emulate353TTLNodes} any other negative owner is a TTL of 60 bits, the layout of ZooKeeper 3.5.3.
 */
public final class EphemeralOwner {
  /** Stored owner of a container node. */
  public static final long CONTAINER = Long.MIN_VALUE;

  /** Largest time to live in ms. */
  public static final long MAX_TTL = 0xff_ffff_ffffL;

  private static final long EXTENDED_MASK = 0xff00_0000_0000_0000L;
  private static final long FEATURE_MASK = 0x00ff_ff00_0000_0000L;
  private static final long TTL_353_MASK = 0x0fff_ffff_ffff_ffffL;

  /** What a stored owner says of its node. */
  public enum Kind {
    PERSISTENT,
    EPHEMERAL,
    CONTAINER,
    TTL
  }

  private EphemeralOwner() {}

  /**
   * Classifies a stored owner.
   *
   * @param extendedTypes whether TTL nodes are enabled; when not, a TTL owner reads as a session, as in ZooKeeper
   * @param emulate353 whether the TTL layout of 3.5.3 is in use
   */
  public static Kind kind(long owner, boolean extendedTypes, boolean emulate353) {
    if (owner == 0) {
      return Kind.PERSISTENT;
    }
    if (owner == CONTAINER) {
      return Kind.CONTAINER;
    }
    if (emulate353 && owner < 0) {
      return Kind.TTL;
    }
    if (extendedTypes && (owner & EXTENDED_MASK) == EXTENDED_MASK) {
      return Kind.TTL;
    }
    return Kind.EPHEMERAL;
  }

  /** Whether a TTL owner names the one extended feature that exists. */
  public static boolean knownFeature(long owner) {
    return (owner & FEATURE_MASK) == 0;
  }

  /** The stored owner of a TTL node; {@code ttl} in ms, 1 to {@link #MAX_TTL}. */
  public static long ofTtl(long ttl) {
    if (ttl <= 0 || ttl > MAX_TTL) {
      throw new IllegalArgumentException("ttl " + ttl + " ms is not between 1 and " + MAX_TTL);
    }
    return EXTENDED_MASK | ttl;
  }

  /** The time to live in ms that a TTL owner holds. */
  public static long ttl(long owner, boolean emulate353) {
    return owner
        & (emulate353 && (owner & EXTENDED_MASK) != EXTENDED_MASK ? TTL_353_MASK : MAX_TTL);
  }
}
