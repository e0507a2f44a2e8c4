package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.model.ensemble.Membership.ClientAddress;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The port for clients is where the configuration says, until the ensemble says otherwise. */
class ClientPortTest {
  private final Ports ports = new Ports();

  private ClientPort port(Map<String, String> settings) {
    ServerConfig config =
        ConfigLoader.load(
                ConfigSource.empty().withCode(Map.of("dataDir", "unused")).withEmbedded(settings),
                List.of())
            .require();
    return new ClientPort(config, ports, connection -> null, connection -> null);
  }

  private ClientPort opened() throws IOException {
    ClientPort port = port(Map.of("clientPort", "2181"));
    port.open();
    return port;
  }

  @Test
  void theConfiguredPortIsBound() throws IOException {
    assertEquals(2181, opened().number());
    assertEquals(List.of("bind null 2181"), ports.story);
  }

  @Test
  void withoutAPortNothingIsBound() throws IOException {
    ClientPort port = port(Map.of());
    port.open();
    assertEquals(-1, port.number());
    assertEquals(List.of(), ports.story);
  }

  @Test
  void thePortForTlsIsBoundAndFreedWithTheOther() throws IOException {
    ClientPort port =
        port(
            Map.of(
                "clientPort", "2181",
                "secureClientPort", "2281",
                "secureClientPortAddress", "10.0.0.1"));
    port.open();
    assertEquals(2281, port.secureNumber());
    port.close();
    assertEquals(
        List.of("bind null 2181", "bind with TLS 10.0.0.1 2281", "free 2181", "free 2281"),
        ports.story);
  }

  @Test
  void aMoveBindsTheNewPortBeforeTheOldIsFreed() throws IOException {
    ClientPort port = opened();
    port.move(new ClientAddress("0.0.0.0", 2282));
    assertEquals(2282, port.number());
    assertEquals(List.of("bind null 2181", "bind null 2282", "free 2181"), ports.story);
  }

  @Test
  void aMoveToWhereItIsDoesNothing() throws IOException {
    ClientPort port = opened();
    port.move(new ClientAddress("0.0.0.0", 2181));
    assertEquals(List.of("bind null 2181"), ports.story);
  }

  @Test
  void anotherAddressOfTheSamePortIsFreedFirst() throws IOException {
    ClientPort port = opened();
    port.move(new ClientAddress("10.0.0.1", 2181));
    assertEquals(List.of("bind null 2181", "free 2181", "bind 10.0.0.1 2181"), ports.story);
  }

  @Test
  void aPortThatCannotBeBoundLeavesTheOldOne() throws IOException {
    ClientPort port = opened();
    ports.taken = 2282;
    port.move(new ClientAddress("0.0.0.0", 2282));
    assertEquals(2181, port.number());
    assertEquals(List.of("bind null 2181"), ports.story);
  }

  @Test
  void aPortThatCannotBeBoundAtTheStartIsTold() {
    ports.taken = 2181;
    assertThrows(IOException.class, this::opened);
  }

  @Test
  void aServerThatStopsMovesNowhere() throws IOException {
    ClientPort port = opened();
    port.close();
    port.move(new ClientAddress("0.0.0.0", 2282));
    assertEquals(List.of("bind null 2181", "free 2181"), ports.story);
  }

  private static final class Ports implements Transport {
    private final List<String> story = new ArrayList<>();
    private int taken = -1;

    @Override
    public Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException {
      if (endpoint.port() == taken) {
        throw new IOException("port " + taken + " is taken");
      }
      String how = endpoint.secure() ? "bind with TLS " : "bind ";
      story.add(how + endpoint.host() + " " + endpoint.port());
      return new Listener() {
        @Override
        public SocketAddress address() {
          return InetSocketAddress.createUnresolved("here", endpoint.port());
        }

        @Override
        public void accepting(boolean on) {}

        @Override
        public void close() {
          story.add("free " + endpoint.port());
        }
      };
    }

    @Override
    public void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
      throw new AssertionError("nobody connects");
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
  }
}
