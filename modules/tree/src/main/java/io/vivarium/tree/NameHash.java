package io.vivarium.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A keyed 32-bit hash of names: eight bytes at a time are folded by a 64 × 64 → 128 bit multiplication with secret factors (the
 * construction of wyhash). Without the seed nobody can choose names that collide. Stateless after construction; any thread.
 * Not final, so that tests can count and force collisions.
 */
class NameHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  private final long start;
  private final long middle;
  private final long last;

  NameHash(long seed) {
    start = mix(seed + GOLDEN);
    middle = mix(seed + 2 * GOLDEN) | 1;
    last = mix(seed + 3 * GOLDEN) | 1;
  }

  /** The hash of {@code length} bytes from {@code offset}. */
  int hash(byte[] bytes, int offset, int length) {
    long hash = start ^ (length * GOLDEN);
    int at = offset;
    int end = offset + length;
    while (at + Long.BYTES <= end) {
      hash = fold(hash ^ (long) LONGS.get(bytes, at), middle);
      at += Long.BYTES;
    }
    long tail = 0;
    while (at < end) {
      tail = tail << 8 | (bytes[at++] & 0xff);
    }
    return (int) (fold(hash ^ tail, last) >>> 32);
  }

  private static long fold(long a, long b) {
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return mixed ^ (mixed >>> 31);
  }
}
