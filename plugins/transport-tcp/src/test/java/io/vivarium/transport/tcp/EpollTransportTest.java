package io.vivarium.transport.tcp;

import io.netty.channel.epoll.Epoll;
import io.vivarium.spi.tck.transport.TransportTck;
import io.vivarium.spi.transport.TransportProvider;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The suite over epoll with one I/O thread, where this machine has it. */
class EpollTransportTest extends TransportTck {
  @BeforeAll
  static void whereEpollLoads() {
    Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll here");
  }

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
        "transport.tcp.mechanism", "epoll",
        "transport.tcp.threads", "1",
        "transport.tcp.closeTimeout", "300");
  }
}
