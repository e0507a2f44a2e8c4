package io.vivarium.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Peer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that reads and writes its socket itself when Netty's event loop says that it is ready. With a channel and its pipeline,
 * which only a guard needs, it would take a kilobyte of memory; like this it takes a third of that, which matters with tens of thousands
 * of idle clients.
 *
 * <p>The loop calls {@link #close} too, when it ends; {@link IoThread#stop} sees to it that it finds nobody.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a registration that fails closes the socket
final class EpollConnection extends TcpConnection implements EpollIoHandle {
  private static final Logger LOG = LoggerFactory.getLogger(EpollConnection.class);

  /** Reads of one connection before the others of the thread have their turn. */
  private static final int READS_PER_TURN = 4;

  private static final EpollIoOps BOTH = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT);

  /** Failures are told anyhow; with NONE Netty would take the socket out, and not put it in again. */
  private static final EpollIoOps NEITHER = EpollIoOps.EPOLLERR;

  /** Told whether asked for or not: neither side will send any more, or the connection failed. */
  private static final int OVER = 0x10 | EpollIoOps.EPOLLERR.value();

  private final Socket socket;
  private final Unsent unsent = new Unsent();
  private @Nullable IoRegistration registration;
  private EpollIoOps interest = EpollIoOps.NONE;
  private boolean reading = true;
  private boolean inputEnded;
  private boolean full;

  /** A connection over a socket that stands. */
  EpollConnection(Socket socket, IoThread thread) {
    super(thread);
    this.socket = socket;
  }

  /**
   * Begins, but not before the events that the loop has at hand are dealt with: one of them may be for a socket that was closed a moment
   * ago and had the number that this one has now. Any thread.
   */
  void begin(InetSocketAddress remote, InetSocketAddress local, HandlerFactory handlers) {
    thread().loop().execute(() -> register(remote, local, handlers));
  }

  private void register(
      InetSocketAddress remote, InetSocketAddress local, HandlerFactory handlers) {
    thread()
        .loop()
        .register(this)
        .addListener(
            done -> {
              if (done.isSuccess()) {
                registration = (IoRegistration) done.getNow();
                SharedAddresses known = thread().addresses();
                stands(
                    new Peer(known.remote(remote), known.local(local), false, List.of()), handlers);
                awaitEvents();
              } else {
                closeSocket();
              }
            });
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  /** What the event loop tells. */
  @Override
  public void handle(IoRegistration unused, IoEvent event) {
    int ready = ((EpollIoEvent) event).ops().value();
    if ((ready & EpollIoOps.EPOLLOUT.value()) != 0) {
      sendUnsent();
    }
    if ((ready & EpollIoOps.EPOLLIN.value()) != 0) {
      read();
    } else if ((ready & OVER) != 0) {
      abort(new IOException("the connection was reset while nothing was read from it"));
    }
  }

  private void read() {
    IOException failure = null;
    try {
      int taken = ReceiveBuffers.SIZE;
      for (int reads = 0; taken == ReceiveBuffers.SIZE && reads < READS_PER_TURN; reads++) {
        taken = reading && socket.isOpen() ? readOnce() : 0;
      }
      inputEnded |= taken < 0;
    } catch (IOException e) {
      failure = e;
    }
    readDone();
    if (failure != null) {
      abort(failure);
    } else if (inputEnded) {
      awaitEvents(); // not for input: the end of it would be told for ever
      inputEnded();
    }
  }

  /** Bytes that were there; negative at the end of the input. */
  private int readOnce() throws IOException {
    ByteBuf into = thread().receiveBuffer();
    int count;
    try {
      count = receive(into);
    } catch (IOException e) {
      into.release();
      throw e;
    }
    received(into.writerIndex(Math.max(count, 0)));
    return count;
  }

  /**
   * Takes what has arrived and nobody wants any more. A socket that is closed over it resets the peer, to whom what was sent last may be
   * lost then.
   */
  private void takeRest() {
    try {
      int taken = inputEnded ? 0 : ReceiveBuffers.SIZE;
      for (int reads = 0; taken == ReceiveBuffers.SIZE && reads < READS_PER_TURN; reads++) {
        taken = readOnce();
      }
    } catch (IOException e) {
      LOG.trace("The peer has gone already", e);
    }
  }

  private int receive(ByteBuf into) throws IOException {
    if (into.hasMemoryAddress()) {
      return socket.recvAddress(into.memoryAddress(), 0, ReceiveBuffers.SIZE);
    }
    ByteBuffer view = into.internalNioBuffer(0, ReceiveBuffers.SIZE);
    return socket.recv(view, view.position(), view.limit());
  }

  @Override
  void send(ByteBuf bytes) {
    unsent.add(bytes);
    watchMarks();
  }

  @Override
  void flushSocket() {
    if (!interest.contains(EpollIoOps.EPOLLOUT)) { // else the system will tell when it has room
      sendUnsent();
    }
  }

  private void sendUnsent() {
    if (!socket.isOpen()) {
      return;
    }
    try {
      unsent.sendTo(socket);
    } catch (IOException e) {
      abort(e);
      return;
    }
    watchMarks();
    if (unsent.bytes() == 0) {
      sentAll();
    }
    if (unsent.bytes() == 0 && !open()) {
      try { // that is what the end waited for
        takeRest();
      } finally {
        closeSocket();
      }
    } else {
      awaitEvents();
    }
  }

  private void watchMarks() {
    long bytes = unsent.bytes();
    if (full
        ? bytes < thread().settings().lowWaterMark()
        : bytes > thread().settings().highWaterMark()) {
      full = !full;
      writabilityChanged();
    }
  }

  @Override
  long unsentBytes() {
    return unsent.bytes();
  }

  @Override
  void awaitSent() {
    // What is sent is seen here, each time that something is.
  }

  @Override
  public void reading(boolean on) {
    reading = on;
    awaitEvents();
  }

  /** Has the loop tell what matters now; a system call only when that has changed. */
  private void awaitEvents() {
    boolean in = reading && !inputEnded;
    boolean out = unsent.bytes() > 0;
    EpollIoOps wanted = out ? (in ? BOTH : EpollIoOps.EPOLLOUT) : in ? EpollIoOps.EPOLLIN : NEITHER;
    if (!wanted.equals(interest) && socket.isOpen()) {
      interest = wanted;
      try {
        known(registration).submit(wanted);
      } catch (RuntimeException e) {
        abort(e); // the system has no room for one more, for example
      }
    }
  }

  @Override
  void closeWhenSent() {
    flushSocket();
    if (socket.isOpen()) {
      reading(true); // to throw it away, see takeRest
      limitClosing();
    }
  }

  @Override
  void closeSocket() {
    if (!socket.isOpen()) {
      return;
    }
    unsent.release();
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("Closing a socket failed", e);
    }
    if (registration != null) {
      registration.cancel();
    }
    thread().run(this::socketClosed);
  }

  @Override
  boolean socketOpen() {
    return socket.isOpen();
  }

  @Override
  void cutSocket() {
    closeSocket();
  }
}
