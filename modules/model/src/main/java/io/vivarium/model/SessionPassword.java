package io.vivarium.model;

import java.security.MessageDigest;

/**
 * Derives the 16 bytes that a client must present to resume a session. They are a checksum, not a secret: every server of an
 * ensemble computes the same bytes from the session id, so that a client may resume anywhere. The algorithm is ZooKeeper's: the
 * 48-bit linear congruential generator of the JDK, seeded with the id XOR a constant.
 */
public final class SessionPassword {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  private static final long ID_MASK = 0xB3415C00L;
  private static final long MULTIPLIER = 0x5DEECE66DL;
  private static final long STATE_MASK = (1L << 48) - 1;

  private SessionPassword() {}

  /** The password of a session; a fresh array. */
  public static byte[] of(long sessionId) {
    byte[] password = new byte[LENGTH];
    long state = (sessionId ^ ID_MASK ^ MULTIPLIER) & STATE_MASK;
    for (int i = 0; i < LENGTH; i += 4) {
      state = (state * MULTIPLIER + 0xBL) & STATE_MASK;
      int bits = (int) (state >>> 16);
      password[i] = (byte) bits;
      password[i + 1] = (byte) (bits >> 8);
      password[i + 2] = (byte) (bits >> 16);
      password[i + 3] = (byte) (bits >> 24);
    }
    return password;
  }

  /** Whether {@code presented} is the password of the session; false for session 0. Takes the same time for every wrong value. */
  public static boolean matches(long sessionId, byte[] presented) {
    return sessionId != 0 && MessageDigest.isEqual(of(sessionId), presented);
  }
}
