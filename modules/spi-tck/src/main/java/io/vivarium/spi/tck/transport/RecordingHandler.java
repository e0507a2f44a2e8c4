package io.vivarium.spi.tck.transport;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A handler that writes down what the transport does with it. Frames are a length of four bytes and that many bytes; a negative
 * length is malformed. It watches the rules that hold for every handler at any time: one thread, one call at a time, no call after
 * the last.
 */
class RecordingHandler implements ConnectionHandler {
  private final Connection connection;
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> writability = new LinkedBlockingQueue<>();
  private final CompletableFuture<Optional<Throwable>> closed = new CompletableFuture<>();
  private final AtomicReference<@Nullable Thread> caller = new AtomicReference<>();
  private final List<String> violations;
  private final int patienceSeconds;
  private boolean inCall;

  RecordingHandler(Connection connection, List<String> violations, int patienceSeconds) {
    this.connection = connection;
    this.violations = violations;
    this.patienceSeconds = patienceSeconds;
  }

  int patienceSeconds() {
    return patienceSeconds;
  }

  Connection connection() {
    return connection;
  }

  @Override
  public int frameLength(ByteBuffer received) throws MalformedFrameException {
    enter("frameLength");
    if (!received.hasRemaining()) {
      violation("frameLength was called with no bytes");
    }
    int length = received.remaining() < 4 ? 0 : received.getInt(received.position()) + 4;
    inCall = false;
    if (length < 0) {
      throw new MalformedFrameException("negative length");
    }
    return length;
  }

  @Override
  public final void onFrame(ByteBuffer frame) {
    enter("onFrame");
    int length = frame.getInt();
    if (length != frame.remaining()) {
      violation("a frame of " + (length + 4) + " bytes came as " + (frame.remaining() + 4));
    }
    byte[] body = new byte[frame.remaining()];
    frame.get(body);
    inCall = false;
    received(new String(body, StandardCharsets.UTF_8));
  }

  /** A frame has arrived; by default it is an event. */
  void received(String body) {
    event(body);
  }

  @Override
  public void onReadDone() {
    check("onReadDone");
    connection.flush();
  }

  @Override
  public void onWritable(boolean writable) {
    check("onWritable");
    writability.add(writable ? "writable" : "not writable");
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    enter("onClosed"); // and never leaves: what is called later is a violation
    if (!closed.complete(Optional.ofNullable(cause))) {
      violation("onClosed was called twice");
    }
  }

  /** Adds an event of the test's own. */
  final void event(String name) {
    events.add(name);
  }

  /** The next event, waited for. */
  final String next() throws InterruptedException {
    return next(events);
  }

  /** The next change of writability, waited for. */
  final String nextWritability() throws InterruptedException {
    return next(writability);
  }

  /** Whether a change of writability has been told that nobody has asked for. */
  final boolean writabilityChanged() {
    return !writability.isEmpty();
  }

  private String next(BlockingQueue<String> from) throws InterruptedException {
    String event = from.poll(patienceSeconds, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError(
          "nothing came from the transport within " + patienceSeconds + " s" + seen());
    }
    return event;
  }

  /** The events nobody has asked for. */
  final List<String> rest() {
    return List.copyOf(events);
  }

  /** Waits for onClosed and gives its cause. */
  final Optional<Throwable> awaitClosed() throws InterruptedException {
    try {
      return closed.get(patienceSeconds, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError(
          "onClosed was not called within " + patienceSeconds + " s" + seen(), e);
    }
  }

  final boolean isClosed() {
    return closed.isDone();
  }

  /** The thread that makes the calls; null before the first. */
  final @Nullable Thread caller() {
    return caller.get();
  }

  /** What is known of the end of this connection and of broken rules, for messages. */
  final String seen() {
    return (closed.isDone() ? "; onClosed has been called: " + closed.join() : "")
        + (violations.isEmpty() ? "" : "; rules were broken: " + violations);
  }

  private void check(String method) {
    enter(method);
    inCall = false;
  }

  private void enter(String method) {
    if (closed.isDone()) {
      violation(method + " was called after onClosed");
    }
    Thread now = Thread.currentThread();
    Thread before = caller.get();
    if (before == null && !caller.compareAndSet(null, now)) {
      before = caller.get();
    }
    if (before != null && !before.equals(now)) {
      violation(method + " was called on " + now.getName() + ", others on " + before.getName());
    }
    if (inCall) {
      violation(method + " was called from within another call");
    }
    inCall = true;
  }

  private void violation(String what) {
    violations.add(what);
  }
}
