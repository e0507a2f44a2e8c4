package io.vivarium.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An abort of a connection that has ended, and whose end is not told yet. */
class AbortAfterCloseTest {
  @ParameterizedTest
  @ValueSource(strings = {"auto", "nio"})
  void aGoodEndIsToldAsOne(String mechanism) throws Exception {
    CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
    TckContext context = new TckContext(Map.of("transport.tcp.mechanism", mechanism));
    try (Transport transport = new TcpTransportProvider().create(context)) {
      transport.start();
      Listener listener =
          transport.listen(
              Endpoint.client("127.0.0.1", 0), connection -> new Leaver(connection, end));
      InetSocketAddress address = (InetSocketAddress) listener.address();
      try (Socket peer = new Socket(address.getAddress(), address.getPort())) {
        assertEquals(Optional.empty(), end.get(60, TimeUnit.SECONDS));
        assertEquals(8, peer.getInputStream().readAllBytes().length);
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
