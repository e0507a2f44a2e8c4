package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session over one connection: shakes hands, keeps itself alive, sends what its {@link Driver} writes, and tells it each reply with
 * the time its request was due. Everything happens on the connection's event loop.
 *
 * <p>What a driver writes during one turn of the loop leaves in one piece.
 */
final class BenchSession extends ChannelInboundHandlerAdapter {
  /** Replies longer than this are refused; none of the workloads asks for so much. */
  private static final int LARGEST_FRAME = 64 << 20;

  private static final int HEADER = 16;
  private static final int EVENT_XID = -1;
  private static final int PING_XID = -2;

  /** Who decides what a session sends. Called on the session's event loop. */
  interface Driver {
    /** The session stands. */
    void opened(BenchSession session);

    /**
     * A reply came.
     *
     * @param error code of the reply's header; 0 is success
     * @param dueNanos when the request was due, as told to {@link BenchSession#sent}
     * @param body its readable bytes are what stands behind the header; valid during the call
     */
    void replied(BenchSession session, int error, long dueNanos, ByteBuf body);

    /** A watch fired. */
    default void fired(BenchSession session) {}

    /** A ping was answered. */
    default void pinged() {}

    /** The connection is gone; null when it was closed in good order. */
    void closed(BenchSession session, @Nullable Throwable cause);
  }

  private final Driver driver;
  private SessionIdentity identity;
  private final InFlight inFlight = new InFlight();
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf received;
  private @Nullable ByteBuf outgoing;
  private @Nullable Future<?> alarm;
  private @Nullable Throwable failure;
  private boolean established;
  private boolean wrote;
  private long lastZxid;
  private boolean ending;
  private int xid;

  /** A session that asks for a timeout of so many ms. */
  public BenchSession(Driver driver, int timeoutMs) {
    this(driver, SessionIdentity.fresh(timeoutMs));
  }

  /** A new connection of a session that may exist already. */
  public BenchSession(Driver driver, SessionIdentity identity) {
    this.driver = driver;
    this.identity = identity;
  }

  /** With what another connection may go on with this session. */
  public SessionIdentity identity() {
    return identity.at(Math.max(lastZxid, identity.lastZxid()));
  }

  /** The buffer to write requests into; to be followed by {@link #sent} for each. */
  public ByteBuf outgoing() {
    ByteBuf buffer = outgoing;
    if (buffer == null) {
      buffer = known().alloc().buffer(4096);
      outgoing = buffer;
    }
    return buffer;
  }

  /** The xid of the next request. */
  public int nextXid() {
    xid = xid == Integer.MAX_VALUE ? 1 : xid + 1;
    return xid;
  }

  /** A request was written. */
  public void sent(long dueNanos) {
    inFlight.add(dueNanos);
  }

  /** Requests without a reply. */
  public int inFlight() {
    return inFlight.size();
  }

  /** Sends what was written, when that is not done at the end of the turn anyway. */
  public void flush() {
    ByteBuf buffer = outgoing;
    if (buffer != null && buffer.isReadable()) {
      outgoing = null;
      wrote = true;
      var _ = known().writeAndFlush(buffer, known().voidPromise());
    }
  }

  /** The end of the connection is expected from now on. */
  public void ending() {
    ending = true;
  }

  /** Closes the connection, if it ever stood. Any thread. */
  public void disconnect() {
    ChannelHandlerContext standing = context;
    if (standing != null) {
      var _ = standing.close();
    }
  }

  /** Runs a task on the session's event loop. Any thread, once opened. */
  public void execute(Runnable task) {
    known().executor().execute(task);
  }

  private ChannelHandlerContext known() {
    if (context == null) {
      throw new IllegalStateException("the connection does not stand yet");
    }
    return context;
  }

  @Override
  public void channelActive(ChannelHandlerContext opened) {
    context = opened;
    Requests.connect(outgoing(), identity);
    flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    ByteBuf incoming = (ByteBuf) message;
    ByteBuf all = incoming;
    if (received != null) {
      all = received.writeBytes(incoming);
      incoming.release();
      received = null;
    }
    try {
      while (frame(all)) {
        // Frame by frame, as long as one is whole.
      }
      if (all.isReadable()) {
        received = all.alloc().buffer(Math.max(4096, all.readableBytes() * 2)).writeBytes(all);
      }
    } finally {
      all.release();
    }
  }

  private boolean frame(ByteBuf all) {
    if (all.readableBytes() < Integer.BYTES) {
      return false;
    }
    int length = all.getInt(all.readerIndex());
    if (length < HEADER || length > LARGEST_FRAME) {
      throw new IllegalStateException("a frame of " + length + " bytes from " + remote());
    }
    if (all.readableBytes() - Integer.BYTES < length) {
      return false;
    }
    int end = all.readerIndex() + Integer.BYTES + length;
    all.skipBytes(Integer.BYTES);
    if (established) {
      reply(all, end);
    } else {
      welcome(all);
    }
    all.readerIndex(end);
    return true;
  }

  private void welcome(ByteBuf frame) {
    frame.skipBytes(Integer.BYTES);
    int timeoutMs = frame.readInt();
    long id = frame.readLong();
    if (id == 0 || timeoutMs <= 0) {
      throw new IllegalStateException("the server at " + remote() + " refused the session");
    }
    byte[] password = new byte[Math.clamp(frame.readInt(), 0, Requests.PASSWORD)];
    frame.readBytes(password);
    identity = new SessionIdentity(id, password, timeoutMs, identity.lastZxid());
    established = true;
    // Also a busy session is kept alive this way; one more request every ten seconds costs nothing.
    long period = Math.max(1, timeoutMs / 3);
    alarm =
        known()
            .executor()
            .scheduleAtFixedRate(this::keepAlive, period, period, TimeUnit.MILLISECONDS);
    driver.opened(this);
  }

  private void keepAlive() {
    if (!wrote && !ending) {
      Requests.ping(outgoing());
      flush();
    }
    wrote = false;
  }

  private void reply(ByteBuf frame, int end) {
    int replied = frame.readInt();
    long zxid = frame.readLong();
    if (zxid > 0) {
      lastZxid = zxid;
    }
    int error = frame.readInt();
    switch (replied) {
      case PING_XID -> driver.pinged();
      case EVENT_XID -> driver.fired(this);
      default -> {
        // The buffer itself, cut off behind the frame: a slice would be an object for each reply.
        int last = frame.writerIndex();
        frame.writerIndex(end);
        driver.replied(this, error, inFlight.remove(), frame);
        frame.writerIndex(last);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext reading) {
    flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
    failure = cause;
    var _ = failed.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext closed) {
    if (alarm != null) {
      alarm.cancel(false);
    }
    ReferenceCountUtil.release(received);
    received = null;
    ReferenceCountUtil.release(outgoing);
    outgoing = null;
    if (failure == null && !ending) {
      failure = new IOException("the server closed the connection to " + remote());
    }
    driver.closed(this, failure);
  }

  private String remote() {
    return String.valueOf(known().channel().remoteAddress());
  }
}
