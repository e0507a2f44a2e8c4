package io.vivarium.kernel.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.admin.ClientControl;
import io.vivarium.kernel.pipeline.Pipeline.Service;
import io.vivarium.model.ConnectRequest;
import org.junit.jupiter.api.Test;

class HandshakesTest {
  private static final ClientControl.Limits LIMITS = new ClientControl.Limits(0, 4000, 40_000);

  private Service service = Service.EVERYBODY;
  private long applied = 0x100000005L;
  private int sessions;
  private final Handshakes handshakes =
      new Handshakes(() -> service, () -> applied, () -> LIMITS, () -> sessions, 3);

  private static ConnectRequest seen(long zxid) {
    return new ConnectRequest(0, zxid, 10_000, 0, new byte[16], false, true);
  }

  @Test
  void whoHasSeenNoMoreThanThisServerIsWelcome() {
    assertNull(handshakes.refusal(seen(0)));
    assertNull(handshakes.refusal(seen(applied)));
    assertNull(handshakes.refusal(seen(-1)));
  }

  @Test
  void whoHasSeenMoreIsSentOnAndToldBothZxids() {
    String refusal = handshakes.refusal(seen(applied + 1));
    assertNotNull(refusal);
    assertTrue(refusal.contains("100000006") && refusal.contains("100000005"), refusal);
  }

  @Test
  void nobodyIsWelcomeWhileTheServerDoesNotServe() {
    service = Service.NOBODY;
    assertNotNull(handshakes.refusal(seen(0)));
  }

  @Test
  void withoutAQuorumThoseWhoAcceptStaleReadsAreWelcome() {
    service = Service.READERS;
    assertNotNull(handshakes.refusal(seen(0)));
    assertNull(handshakes.refusal(new ConnectRequest(0, 0, 10_000, 0, new byte[16], true, true)));
  }

  @Test
  void timeoutsAreBroughtBetweenTheLimits() {
    assertEquals(4000, handshakes.timeout(0));
    assertEquals(4000, handshakes.timeout(-5));
    assertEquals(12_345, handshakes.timeout(12_345));
    assertEquals(40_000, handshakes.timeout(Integer.MAX_VALUE));
  }

  @Test
  void withSoManySessionsNobodyGetsAnotherAndThoseThatAreComeBack() {
    sessions = 2;
    assertNull(handshakes.refusal(seen(0)));
    sessions = 3;
    String refusal = handshakes.refusal(seen(0));
    assertNotNull(refusal);
    assertTrue(refusal.contains("maxSessions"), refusal);
    assertNull(handshakes.refusal(new ConnectRequest(0, 0, 10_000, 77, new byte[16], false, true)));
  }

  @Test
  void withoutALimitThereAreAnyNumber() {
    sessions = Integer.MAX_VALUE;
    Handshakes unlimited =
        new Handshakes(() -> service, () -> applied, () -> LIMITS, () -> sessions, 0);
    assertNull(unlimited.refusal(seen(0)));
  }
}
