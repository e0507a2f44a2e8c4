package io.vivarium.transport.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadPendingException;
import java.nio.channels.WritePendingException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names, ports, and the channels of those who are no transport. Nobody accepts here, so that what was sent stays where it is. */
class InProcessNetworkTest {
  private final InProcessNetwork network = new InProcessNetwork();
  private Transport transport;

  @BeforeEach
  void start() throws Exception {
    transport =
        new InProcessTransportProvider(network)
            .create(new TckContext(Map.of("transport.inprocess.capacity", "8")));
    transport.start();
  }

  @AfterEach
  void close() {
    transport.close();
  }

  private Listener listen(String name, int port, int backlog) throws IOException {
    Listener listener =
        transport.listen(
            new Endpoint(Endpoint.Purpose.CLIENT, name, port, false, backlog, false),
            connection -> null);
    listener.accepting(false);
    return listener;
  }

  private AsynchronousByteChannel connect(String name, int port) {
    return network.connect(InetSocketAddress.createUnresolved(name, port), Runnable::run).join();
  }

  private String refusal(String name, int port) {
    CompletionException e = assertThrows(CompletionException.class, () -> connect(name, port));
    return assertInstanceOf(ConnectException.class, e.getCause()).getMessage();
  }

  @Test
  void endsMeetByNameAndPort() throws Exception {
    listen("app", 2181, -1);
    listen("other", 2181, -1);
    assertTrue(connect("APP", 2181).isOpen());
    assertEquals("nobody listens on app:2182 here", refusal("app", 2182));
    assertEquals("nobody listens on nobody:2181 here", refusal("nobody", 2181));
  }

  @Test
  void whoHasNoNameIsReachedByEvery() throws Exception {
    InetSocketAddress address = (InetSocketAddress) listen(null, 0, -1).address();
    assertTrue(connect("whoever", address.getPort()).isOpen());
    assertEquals("localhost", address.getHostString());
    assertThrows(IOException.class, () -> listen("app", address.getPort(), -1));
  }

  @Test
  void networksDoNotKnowEachOther() throws Exception {
    listen("app", 2181, -1);
    CompletionException e =
        assertThrows(
            CompletionException.class,
            () ->
                new InProcessNetwork()
                    .connect(InetSocketAddress.createUnresolved("app", 2181), Runnable::run)
                    .join());
    assertInstanceOf(ConnectException.class, e.getCause());
  }

  @Test
  void noMoreThanTheBacklogWait() throws Exception {
    listen("app", 2181, 2);
    connect("app", 2181);
    connect("app", 2181);
    assertEquals("app/127.0.0.1:2181 does not accept, and 2 are waiting", refusal("app", 2181));
  }

  @Test
  void whoWaitsIsClosedWithTheListener() throws Exception {
    Listener listener = listen("app", 2181, -1);
    AsynchronousByteChannel channel = connect("app", 2181);
    listener.close();
    assertEquals(-1, channel.read(ByteBuffer.allocate(1)).get());
  }

  @Test
  void aChannelTakesWhatThePipeHoldsAndThenWaits() throws Exception {
    listen("app", 2181, -1);
    AsynchronousByteChannel channel = connect("app", 2181);
    assertEquals(0, channel.write(ByteBuffer.allocate(0)).get());
    assertEquals(8, channel.write(ByteBuffer.allocate(20)).get());
    Future<Integer> waiting = channel.write(ByteBuffer.allocate(1));
    assertThrows(WritePendingException.class, () -> channel.write(ByteBuffer.allocate(1)));
    channel.close();
    assertFailed(AsynchronousCloseException.class, waiting);
    assertFailed(ClosedChannelException.class, channel.write(ByteBuffer.allocate(1)));
  }

  @Test
  void aReadWaitsForBytesOrTheEnd() throws Exception {
    listen("app", 2181, -1);
    AsynchronousByteChannel channel = connect("app", 2181);
    Future<Integer> waiting = channel.read(ByteBuffer.allocate(4));
    assertThrows(ReadPendingException.class, () -> channel.read(ByteBuffer.allocate(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> channel.read(ByteBuffer.allocate(1).asReadOnlyBuffer()));
    transport.close();
    assertEquals(-1, waiting.get());
  }

  @Test
  void aChannelWhoseExecutorRefusesIsClosed() throws Exception {
    listen("app", 2181, -1);
    AsynchronousByteChannel channel =
        network
            .connect(
                InetSocketAddress.createUnresolved("app", 2181),
                task -> {
                  throw new RejectedExecutionException();
                })
            .join();
    var _ = channel.write(ByteBuffer.allocate(1));
    assertEquals(false, channel.isOpen());
  }

  private static void assertFailed(Class<? extends Throwable> why, Future<Integer> operation) {
    ExecutionException e = assertThrows(ExecutionException.class, operation::get);
    assertInstanceOf(why, e.getCause());
  }
}
