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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a handler is told of the room for its output. */
class WritabilityTest {
  /** The system takes all of it before anybody can be told that it was too much. */
  @ParameterizedTest
  @CsvSource({"auto, 1024, 2048", "nio, 1024, 2048", "auto, 1, 2", "nio, 1, 2"})
  void outputThatWasTooMuchForAMomentIsToldAsAnyOther(String mechanism, String low, String high)
      throws Exception {
    TckContext context =
        new TckContext(
            Map.of(
                "transport.tcp.mechanism", mechanism,
                "transport.tcp.lowWaterMark", low,
                "transport.tcp.highWaterMark", high));
    BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
    try (Transport transport = new TcpTransportProvider().create(context)) {
      transport.start();
      Listener listener =
          transport.listen(
              Endpoint.client("127.0.0.1", 0), connection -> new Talker(connection, told));
      InetSocketAddress address = (InetSocketAddress) listener.address();
      try (Socket peer = new Socket(address.getAddress(), address.getPort())) {
        assertEquals(false, told.poll(60, TimeUnit.SECONDS));
        assertEquals(true, told.poll(60, TimeUnit.SECONDS));
        assertEquals(4096, peer.getInputStream().readNBytes(4096).length);
      }
    }
  }

  /** The kernel holds requests back when 1 MiB waits, and goes on when it is told that there is room. */
  @Test
  void nobodyCanConfigureThatMoreThanTheContractAllowsIsLeftUntold() {
    assertEquals(1L << 20, TcpSettings.HIGH_WATER_MARK.maximum());
  }

  /** Says more than any high mark here once it is there. */
  private record Talker(BlockingQueue<Boolean> told) implements ConnectionHandler {
    Talker(Connection connection, BlockingQueue<Boolean> told) {
      this(told);
      connection.execute(
          () -> {
            connection.write(ByteBuffer.allocate(4096));
            connection.flush();
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
    public void onWritable(boolean writable) {
      told.add(writable);
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {}
  }
}
