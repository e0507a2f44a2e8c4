package io.vivarium.transport.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.tck.transport.TransportTck;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The suite with three I/O threads, in a network of the test's own. */
class InProcessTransportTest extends TransportTck {
  private final InProcessNetwork network = new InProcessNetwork();

  @Override
  protected TransportProvider provider() {
    return new InProcessTransportProvider(network);
  }

  @Override
  protected boolean abortsAtOnce() {
    return true;
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("transport.inprocess.threads", "3", "transport.inprocess.closeTimeout", "300");
  }

  @Override
  protected Socket dial(Listener listening) throws IOException {
    try {
      return new ChannelSocket(
          (LinkChannel)
              network.connect((InetSocketAddress) listening.address(), Runnable::run).join());
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  @Test
  void theServiceLoaderFindsItForTheNetworkOfThisJvm() throws Exception {
    TransportProvider found =
        ServiceLoader.load(TransportProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.id().equals("inprocess"))
            .findFirst()
            .orElseThrow();
    try (Transport transport = found.create(new TckContext(Map.of()))) {
      transport.start();
      Listener listener =
          transport.listen(Endpoint.client("everywhere.example", 0), connection -> null);
      assertTrue(
          InProcessNetwork.ofThisJvm()
              .connect((InetSocketAddress) listener.address(), Runnable::run)
              .join()
              .isOpen());
    }
  }

  @Test
  void secureEndpointsAreRefused() throws Exception {
    Endpoint secure = new Endpoint(Endpoint.Purpose.CLIENT, "app", 2281, true, -1, false);
    try (Transport transport = provider().create(new TckContext(Map.of()))) {
      transport.start();
      String refusal =
          assertThrows(IOException.class, () -> transport.listen(secure, connection -> null))
              .getMessage();
      assertEquals(
          "cannot listen on the client endpoint app:2281: this transport does not encrypt, as nothing"
              + " leaves the process",
          refusal);
      CompletableFuture<IOException> failure = new CompletableFuture<>();
      transport.connect(secure, connection -> null, failure::complete);
      assertTrue(failure.join().getMessage().startsWith("cannot connect to"));
    }
  }

  /** There is no output that is less than nothing. The host refuses what is below the minimum, and names the key. */
  @Test
  void noMarkIsSoLowThatNothingIsBelowIt() throws Exception {
    TckContext lowest =
        new TckContext(
            Map.of(
                "transport.inprocess.lowWaterMark", "1",
                "transport.inprocess.highWaterMark", "2"));
    assertEquals(1L, InProcessSettings.LOW_WATER_MARK.minimum());
    assertEquals(1, InProcessSettings.from(lowest.config()).lowWaterMark());
  }

  @Test
  void waterMarksMustBeInOrder() {
    TckContext wrong = new TckContext(Map.of("transport.inprocess.lowWaterMark", "262144"));
    PluginException refusal = assertThrows(PluginException.class, () -> provider().create(wrong));
    assertEquals(
        "transport.inprocess.lowWaterMark=262144 must be smaller than"
            + " transport.inprocess.highWaterMark=262144",
        refusal.getMessage());
  }

  @Test
  void anAbortAfterAGoodEndLeavesItAGoodOne() throws Exception {
    CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
    try (Transport transport = provider().create(new TckContext(config()))) {
      transport.start();
      Listener listener =
          transport.listen(
              Endpoint.client("leaving.example", 0), connection -> new Leaver(connection, end));
      try (Socket _ = dial(listener)) {
        assertEquals(Optional.empty(), end.get(60, TimeUnit.SECONDS));
      }
    }
  }

  /** Says its word and leaves in a hurry, within one task. */
  private record Leaver(CompletableFuture<Optional<Throwable>> end) implements ConnectionHandler {
    Leaver(Connection connection, CompletableFuture<Optional<Throwable>> end) {
      this(end);
      connection.execute(
          () -> {
            connection.write(ByteBuffer.allocate(8));
            connection.close();
            connection.abort();
          });
    }

    @Override
    public int frameLength(ByteBuffer received) {
      return received.remaining();
    }

    @Override
    public void onFrame(ByteBuffer frame) {}

    @Override
    public void onReadDone() {}

    @Override
    public void onWritable(boolean writable) {}

    @Override
    public void onClosed(@Nullable Throwable cause) {
      end.complete(Optional.ofNullable(cause));
    }
  }
}
