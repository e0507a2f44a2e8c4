package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionPasswordTest {
  private static final long SESSION = 0x1000_0d51_9a70_0000L;

  /** ZooKeeper fills the password from {@link Random}, seeded like this. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, SESSION, Long.MAX_VALUE, Long.MIN_VALUE, 0x0100_0000_0000_0000L})
  void isWhatZooKeeperWouldGiveTheSession(long sessionId) {
    byte[] expected = new byte[16];
    new Random(sessionId ^ 0xB3415C00L).nextBytes(expected);

    assertArrayEquals(expected, SessionPassword.of(sessionId));
  }

  @Test
  void isTheSameForManyRandomSessions() {
    Random sessions = new Random(5);
    byte[] expected = new byte[16];
    for (int i = 0; i < 1_000; i++) {
      long sessionId = sessions.nextLong();
      new Random(sessionId ^ 0xB3415C00L).nextBytes(expected);

      assertArrayEquals(expected, SessionPassword.of(sessionId));
    }
  }

  @Test
  void belongsToTheCallerWhoMayChangeIt() {
    byte[] first = SessionPassword.of(SESSION);

    assertNotSame(first, SessionPassword.of(SESSION));
    assertEquals(SessionPassword.LENGTH, first.length);
  }

  @Test
  void opensItsOwnSessionOnly() {
    assertTrue(SessionPassword.matches(SESSION, SessionPassword.of(SESSION)));
    assertFalse(SessionPassword.matches(SESSION + 1, SessionPassword.of(SESSION)));
  }

  @Test
  void doesNotMatchWhenItIsCutPaddedOrChanged() {
    byte[] password = SessionPassword.of(SESSION);
    byte[] changed = password.clone();
    changed[15] ^= 1;

    assertFalse(SessionPassword.matches(SESSION, changed));
    assertFalse(SessionPassword.matches(SESSION, new byte[0]));
    assertFalse(SessionPassword.matches(SESSION, Arrays.copyOf(password, 15)));
    assertFalse(SessionPassword.matches(SESSION, Arrays.copyOf(password, 17)));
  }

  @Test
  void sessionZeroHasNoPassword() {
    assertFalse(SessionPassword.matches(0, SessionPassword.of(0)));
  }
}
