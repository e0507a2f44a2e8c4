package io.vivarium.model;

/**
 * Arithmetic on zxids. A zxid is a {@code long}: the epoch of the leader in the high 32 bits, a counter in the low 32. It stays
 * a primitive everywhere because every request carries one.
 */
public final class Zxid {
  /** The largest counter of an epoch; reaching it forces a new epoch. */
  public static final long MAX_COUNTER = 0xffffffffL;

  private Zxid() {}

  /** The epoch part. */
  public static long epoch(long zxid) {
    return zxid >>> 32;
  }

  /** The counter part, 0 to {@link #MAX_COUNTER}; 0 names the start of an epoch and never a txn. */
  public static long counter(long zxid) {
    return zxid & MAX_COUNTER;
  }

  /** The zxid of {@code counter} in {@code epoch}. */
  public static long of(long epoch, long counter) {
    return (epoch << 32) | (counter & MAX_COUNTER);
  }

  /** The form used in messages and file names: hexadecimal without padding, here with the prefix {@code 0x}. */
  public static String text(long zxid) {
    return "0x" + Long.toHexString(zxid);
  }
}
