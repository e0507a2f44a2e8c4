package io.vivarium.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One I/O thread: its event loop, its memory and the connections that belong to it. */
final class IoThread {
  private static final int PAGE = 8 << 10;

  /** Chunks of 1 MiB: small enough for an idle server, and a frame of that size still comes from the pool. */
  private static final int CHUNK_ORDER = 7;

  private static final int STOP_MILLIS = 1_000;

  private final SingleThreadIoEventLoop loop;

  /** With an arena on the heap too, which holds nothing until encryption uses it. */
  private final ByteBufAllocator memory =
      new PooledByteBufAllocator(true, 1, 1, PAGE, CHUNK_ORDER, 64, 32, true);

  private final ReceiveBuffers receiveBuffers = new ReceiveBuffers(memory);
  private final SharedAddresses addresses = new SharedAddresses();
  private final TcpSettings settings;
  private final WriteBufferWaterMark waterMark;
  private volatile @Nullable Thread thread;

  // Touched by the I/O thread only.
  private final Set<TcpConnection> connections = Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean closing;
  private final CountDownLatch closed = new CountDownLatch(1);

  IoThread(TcpSettings settings, IoMechanism mechanism, ThreadFactory threads) {
    // Netty's thread-local caches are meant for threads of its own class; this gives them to the
    // host's threads.
    ThreadFactory fast =
        task -> {
          Thread made = threads.newThread(() -> FastThreadLocalThread.runWithFastThreadLocal(task));
          thread = made;
          return made;
        };
    loop = new SingleThreadIoEventLoop(null, fast, mechanism.handlers());
    this.settings = settings;
    waterMark = new WriteBufferWaterMark(settings.lowWaterMark(), settings.highWaterMark());
  }

  SingleThreadIoEventLoop loop() {
    return loop;
  }

  ByteBufAllocator memory() {
    return memory;
  }

  /** A buffer for one read; whoever reads releases it. I/O thread. */
  ByteBuf receiveBuffer() {
    return receiveBuffers.take();
  }

  TcpSettings settings() {
    return settings;
  }

  SharedAddresses addresses() {
    return addresses;
  }

  /** Sets up a socket of this thread before it is registered. That nothing waits for more to send (TCP_NODELAY) is Netty's default. */
  void prepare(Channel socket, boolean keepAlive) {
    socket.config().setAllocator(memory);
    socket.config().setRecvByteBufAllocator(receiveBuffers);
    socket.config().setWriteBufferWaterMark(waterMark);
    socket.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    if (keepAlive) {
      socket.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    }
  }

  /** Runs a task on this thread; on the caller's when this one has ended. Any thread. */
  void run(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  /** A connection stands. I/O thread. */
  void opened(TcpConnection connection) {
    connections.add(connection);
    if (closing) {
      connection.close();
    }
  }

  /** A connection is gone. I/O thread. */
  void closed(TcpConnection connection) {
    connections.remove(connection);
    if (closing && connections.isEmpty()) {
      closed.countDown();
    }
  }

  /** Begins to close every connection, those to come included. Any thread. */
  void closeConnections() {
    run(
        () -> {
          closing = true;
          if (connections.isEmpty()) {
            closed.countDown();
          }
          List.copyOf(connections).forEach(TcpConnection::close);
        });
  }

  /** Waits until the connections are closed, a little longer than they may take. */
  void awaitClosed(int closeTimeoutMillis) throws InterruptedException {
    closed.await(closeTimeoutMillis + STOP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Ends the thread, cutting off whatever is still open, and frees the memory. */
  void stop() throws InterruptedException {
    run(
        () ->
            List.copyOf(connections)
                .forEach(late -> late.abort(new IOException("the transport has ended"))));
    loop.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS).await();
    Thread last = thread;
    if (last != null) {
      last.join(); // the loop tells of its end a moment before the thread's
    }
    receiveBuffers.release();
  }
}
