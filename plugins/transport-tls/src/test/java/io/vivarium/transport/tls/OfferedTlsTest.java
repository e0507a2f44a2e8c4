package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Endpoint.Purpose;
import io.vivarium.spi.transport.ServerTls;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the transport offers to those that serve connections of their own. */
class OfferedTlsTest {
  @TempDir private Path directory;

  private static Transport started(Map<String, String> config) throws Exception {
    Transport transport = new TlsTransportProvider().create(new TckContext(config));
    transport.start();
    return transport;
  }

  @Test
  void enginesHaveTheVersionsOfThePeersAndAskForNoCertificate() throws Exception {
    Map<String, String> config = new HashMap<>(new TestCertificates(directory).section());
    config.put("ssl.quorum.enabledProtocols", "TLSv1.3");
    Transport transport = started(config);
    try {
      ServerTls tls = transport.tls(Purpose.ADMIN);
      assertNotNull(tls);
      SSLEngine engine = tls.engine(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
      assertArrayEquals(new String[] {"TLSv1.3"}, engine.getEnabledProtocols());
      assertFalse(engine.getUseClientMode());
      assertFalse(engine.getNeedClientAuth());
    } finally {
      transport.close();
    }
  }

  @Test
  void withoutAKeyItIsToldWhatToSet() throws Exception {
    Transport transport = started(Map.of());
    try {
      IOException refused = assertThrows(IOException.class, () -> transport.tls(Purpose.ADMIN));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("tls.certificate"), message);
      assertTrue(message.contains("ssl.quorum.keyStore.location"), message);
    } finally {
      transport.close();
    }
  }
}
