package io.vivarium.transport.tcp;

import io.vivarium.spi.tck.transport.TransportTck;
import io.vivarium.spi.transport.TransportProvider;
import java.util.Map;

/** The suite over NIO with three I/O threads. */
class NioTransportTest extends TransportTck {
  @Override
  protected TransportProvider provider() {
    return new TcpTransportProvider();
  }

  @Override
  protected boolean abortsAtOnce() {
    return true;
  }

  @Override
  protected Map<String, String> config() {
    return Map.of(
        "transport.tcp.mechanism", "nio",
        "transport.tcp.threads", "3",
        "transport.tcp.closeTimeout", "300");
  }
}
