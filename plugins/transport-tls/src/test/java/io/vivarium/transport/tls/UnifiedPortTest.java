package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.transport.Endpoint.Purpose;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One port for those who speak TLS and for those who do not, and what connections may cost before they have shown anything. */
class UnifiedPortTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "CLIENT, client.portUnification, false",
    "PEER, portUnification, true",
    "PEER, portUnification, false"
  })
  void bothAreServed(Purpose purpose, String key, boolean secure) throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    Map<String, String> config = TestCertificates.with(certificates.section(), Map.of(key, "true"));
    try (TlsEnds ends = new TlsEnds(config, purpose, secure)) {
      try (TlsEnds.Caller plain = ends.call(config, false)) {
        plain.exchange();
        assertFalse(ends.accepted().secure());
        assertFalse(plain.peer().secure());
      }
      try (TlsEnds.Caller encrypted = ends.call(config, true)) {
        encrypted.exchange();
        assertTrue(ends.accepted().secure());
        assertTrue(encrypted.peer().secure());
        assertEquals(1, encrypted.peer().certificates().size());
      }
    }
  }

  @Test
  void whoSaysNothingCountsAsPlainAfterAWhile() throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    Map<String, String> config =
        TestCertificates.with(
            certificates.section(),
            Map.of("portUnification", "true", "ssl.quorum.handshakeDetectionTimeoutMillis", "50"));
    try (TlsEnds ends = new TlsEnds(config, Purpose.PEER, true);
        Socket silent = new Socket(ends.address().getAddress(), ends.address().getPort())) {
      assertFalse(ends.accepted().secure());
      assertTrue(silent.isConnected());
    }
  }

  @Test
  void whoSaysNothingAtAPortForTlsIsDropped() throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    Map<String, String> config =
        TestCertificates.with(certificates.section(), Map.of("tls.handshakeTimeout", "100"));
    try (TlsEnds ends = TlsEnds.clients(config);
        Socket silent = new Socket(ends.address().getAddress(), ends.address().getPort())) {
      assertEquals(-1, silent.getInputStream().read());
      assertTrue(ends.logged().contains("it said nothing for 100 ms"));
    }
  }

  @Test
  void aHandshakeThatIsNotFinishedIsDropped() throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    Map<String, String> config =
        TestCertificates.with(certificates.section(), Map.of("tls.handshakeTimeout", "100"));
    try (TlsEnds ends = TlsEnds.clients(config);
        Socket half = new Socket(ends.address().getAddress(), ends.address().getPort())) {
      half.getOutputStream().write(new byte[] {0x16, 3, 1, 0x20, 0});
      assertEquals(-1, half.getInputStream().read());
      assertTrue(ends.logged().contains("the handshake was not done in time"));
    }
  }

  /** Twenty connections that say nothing, at a port that keeps five: the oldest go, and an honest one gets through. */
  @Test
  void silentConnectionsKeepNobodyOut() throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    Map<String, String> config =
        TestCertificates.with(
            certificates.section(), Map.of("netty.server.outstandingHandshake.limit", "5"));
    Deque<Socket> silent = new ArrayDeque<>();
    try (TlsEnds ends = TlsEnds.clients(config)) {
      for (int i = 0; i < 20; i++) {
        silent.add(new Socket(ends.address().getAddress(), ends.address().getPort()));
      }
      assertEquals(-1, silent.getFirst().getInputStream().read());
      ends.exchange(config);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }
}
