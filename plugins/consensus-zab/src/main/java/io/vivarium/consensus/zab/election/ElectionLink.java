package io.vivarium.consensus.zab.election;

import io.vivarium.codec.JuteWriter;
import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.consensus.zab.wire.InitialMessage;
import io.vivarium.consensus.zab.wire.NotificationCodec;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.zab.message.Notification;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One election connection. What the transport calls is on its I/O thread and reports to the {@link Owner}; the rest is for any thread. What
 * is to be said waits in a place for one notification: only the latest word counts.
 */
final class ElectionLink implements ConnectionHandler {
  private static final Logger log = LoggerFactory.getLogger(ElectionLink.class);

  /** Notifications that the owner has not dealt with, above which the connection is not read any more. */
  static final int MOST_UNREAD = 100;

  private final Connection connection;
  private final Owner owner;
  private final AtomicReference<@Nullable Notification> next = new AtomicReference<>();
  private final AtomicInteger unread = new AtomicInteger();
  private volatile boolean paused;

  // The I/O thread's own.
  private ConnectionHandler handler;
  private boolean writable = true;
  private boolean complained;

  /** Whose connection this is; told on I/O threads. */
  interface Owner {
    /** The opener of the connection said who it is. */
    void introduced(ElectionLink link, InitialMessage message);

    /** A notification came. {@link ElectionLink#dealtWith} is to be called for it. */
    void received(ElectionLink link, Notification notification);

    /** The connection is gone. */
    void gone(ElectionLink link, String reason);
  }

  ElectionLink(Connection connection, Owner owner) {
    this.connection = connection;
    this.owner = owner;
    this.handler = new Talk();
  }

  /** For a connection that a peer has opened: it says first who it is, and proves it. I/O thread. */
  void awaitGreeting(PeerAuthentication authentication) {
    handler = new Greeting(authentication);
  }

  /**
   * For a connection that this server has opened: says who it is, and proves it. I/O thread.
   *
   * @param believed run on the I/O thread when that is done
   */
  void greet(
      InitialMessage message, PeerAuthentication authentication, String host, Runnable believed) {
    JuteWriter out = new JuteWriter();
    message.encode(out);
    connection.write(out.view());
    connection.flush();
    prove(authentication.opening(host, talk(believed), this::unproved));
  }

  private HandlerFactory talk(Runnable believed) {
    return proved -> {
      believed.run();
      return new Talk();
    };
  }

  private void prove(HandlerFactory proof) {
    ConnectionHandler first = proof.opened(connection);
    if (first == null) {
      connection.close();
    } else {
      handler = first;
    }
  }

  private void unproved(String reason) {
    log.debug("An election connection with {} is not proved: {}", this, reason);
  }

  /** Says this, in place of what was to be said and has not left yet. */
  void say(Notification notification) {
    if (next.getAndSet(notification) == null) {
      connection.execute(this::send);
    }
  }

  /** Whether nothing waits to be said. */
  boolean saidAll() {
    return next.get() == null;
  }

  /** The owner has dealt with a notification. */
  void dealtWith() {
    if (unread.decrementAndGet() <= MOST_UNREAD && paused) {
      connection.execute(this::resume);
    }
  }

  void close() {
    connection.close();
  }

  @Override
  public String toString() {
    return connection.peer().remote().toString();
  }

  // ---- what the transport calls

  @Override
  public int frameLength(ByteBuffer received) {
    return handler.frameLength(received);
  }

  @Override
  public void onFrame(ByteBuffer frame) {
    handler.onFrame(frame);
  }

  @Override
  public void onReadDone() {
    handler.onReadDone();
  }

  @Override
  public void onWritable(boolean now) {
    writable = now;
    send();
  }

  @Override
  public boolean onInputEnded() {
    return handler.onInputEnded();
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    handler.onClosed(cause);
    String message = cause == null ? "the connection was closed" : cause.getMessage();
    owner.gone(this, message == null ? String.valueOf(cause) : message);
  }

  private void send() {
    if (!writable) {
      return;
    }
    Notification notification = next.getAndSet(null);
    if (notification != null) {
      JuteWriter out = new JuteWriter();
      NotificationCodec.encode(notification, out);
      connection.write(out.view());
      connection.flush();
    }
  }

  private void resume() {
    if (paused && unread.get() <= MOST_UNREAD) {
      paused = false;
      connection.reading(true);
    }
  }

  private void complain(MalformedFrameException e) {
    if (complained) {
      log.debug("Another notification from {} is ignored: {}", this, e.getMessage());
    } else {
      complained = true;
      log.warn("A notification from {} is ignored: {}", this, e.getMessage());
    }
  }

  /** What is said in one phase of the connection; writing is the same in all. */
  private abstract static class Phase implements ConnectionHandler {
    @Override
    public void onReadDone() {}

    @Override
    public void onWritable(boolean writable) {}

    @Override
    public void onClosed(@Nullable Throwable cause) {}
  }

  /** The opener says who it is. */
  private final class Greeting extends Phase {
    private final PeerAuthentication authentication;

    Greeting(PeerAuthentication authentication) {
      this.authentication = authentication;
    }

    @Override
    public int frameLength(ByteBuffer received) {
      return InitialMessage.frameLength(received);
    }

    @Override
    public void onFrame(ByteBuffer frame) {
      InitialMessage message = InitialMessage.decode(frame);
      prove(
          authentication.accepting(
              talk(() -> owner.introduced(ElectionLink.this, message)),
              ElectionLink.this::unproved));
    }
  }

  /** Votes. */
  private final class Talk extends Phase {
    @Override
    public int frameLength(ByteBuffer received) {
      return NotificationCodec.frameLength(received);
    }

    @Override
    public void onFrame(ByteBuffer frame) {
      Notification notification;
      try {
        notification = NotificationCodec.decode(frame);
      } catch (MalformedFrameException e) {
        // Where it ends is known, so that the next one may be a good one.
        complain(e);
        return;
      }
      int waiting = unread.incrementAndGet();
      owner.received(ElectionLink.this, notification);
      if (waiting > MOST_UNREAD && !paused) {
        connection.reading(false);
        paused = true;
        resume(); // the owner may have been faster, and did not know that it should say so
      }
    }
  }
}
