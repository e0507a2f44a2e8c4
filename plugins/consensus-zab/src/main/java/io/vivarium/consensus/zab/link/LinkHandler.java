package io.vivarium.consensus.zab.link;

import io.vivarium.consensus.zab.wire.QuorumCodec;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.zab.message.QuorumMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One quorum connection on its I/O thread: cuts packets, takes in a state where one is announced, and gives the engine what one read
 * brought, at once. What the engine has not looked at yet is bounded by not reading on.
 */
final class LinkHandler implements ConnectionHandler {
  /** Largest packet of a learner that was not told yet that it serves, in bytes: who it is takes 48, what follows takes less. */
  static final int GREETING = 1024;

  /** Bytes of packets that wait for the engine before the connection is not read any more. */
  private static final int UNREAD = 4 << 20;

  private final long number;
  private final Connection connection;
  private final Role role;
  private final Owner owner;
  private final LinkOutput output;
  private final int largestAdmitted;

  // The I/O thread's own.
  private List<QuorumMessage> batch = new ArrayList<>();
  private int batchBytes;
  private StatePhase phase = StatePhase.NOT_YET;
  private @Nullable IncomingState incoming;
  private boolean stateRead;

  /** The engine is about to be told that more of a state has come: once is enough. */
  private final AtomicBoolean arriving = new AtomicBoolean();

  /** Bytes given to the engine and not dealt with yet. */
  private final AtomicInteger unread = new AtomicInteger();

  private volatile boolean paused;

  /** Bytes that a packet may have. */
  private volatile int largest;

  /** Which end of the link this is. */
  enum Role {
    /** This server serves the learner at the other end. */
    SERVES(QuorumCodec.Sender.LEARNER),
    /** This server learns from the other end. */
    LEARNS(QuorumCodec.Sender.LEADER);

    private final QuorumCodec.Sender peer;

    Role(QuorumCodec.Sender peer) {
      this.peer = peer;
    }
  }

  /** When a state may come: once, between the epoch and the rest of the history. It costs memory, so nobody else is believed. */
  private enum StatePhase {
    NOT_YET,
    ALLOWED,
    OVER
  }

  /** Whose connection this is. Any thread. */
  interface Owner {
    /** What one read brought. {@link #dealtWith} is to be called with the bytes. */
    void received(LinkHandler link, List<QuorumMessage> messages, int bytes);

    /** More of a state has come. {@link #arrivingTold} is to be called. */
    void stateArriving(LinkHandler link);

    /** A state is complete. */
    void stateArrived(LinkHandler link, StagedState arrived);

    /** The connection is gone. */
    void gone(LinkHandler link, String reason);

    /** Where states come from and go to. */
    StateTransfer state();
  }

  LinkHandler(
      long number,
      Connection connection,
      Role role,
      Owner owner,
      LinkOutput output,
      LinkSettings settings) {
    this.number = number;
    this.connection = connection;
    this.role = role;
    this.owner = owner;
    this.output = output;
    boolean serves = role == Role.SERVES;
    this.largestAdmitted = serves ? settings.largestFromLearner() : settings.largestFromLeader();
    this.largest = serves ? Math.min(GREETING, largestAdmitted) : largestAdmitted;
  }

  long number() {
    return number;
  }

  Connection connection() {
    return connection;
  }

  LinkOutput output() {
    return output;
  }

  // ---- what the transport calls

  @Override
  public int frameLength(ByteBuffer received) {
    return incoming == null
        ? QuorumCodec.frameLength(received, largest)
        : incoming.pieceLength(received);
  }

  @Override
  public void onFrame(ByteBuffer frame) {
    if (incoming != null) {
      stateRead = true;
      StagedState arrived = incoming.accept(frame);
      if (arrived != null) {
        incoming = null;
        stateRead = false; // its end says more
        owner.stateArrived(this, arrived);
      }
      return;
    }
    int length = frame.remaining();
    QuorumMessage message = QuorumCodec.decode(frame, role.peer);
    batch.add(message);
    batchBytes += length;
    watchForState(message);
  }

  @Override
  public void onReadDone() {
    handOver();
    if (stateRead && arriving.compareAndSet(false, true)) {
      owner.stateArriving(this);
    }
    stateRead = false;
  }

  @Override
  public void onWritable(boolean writable) {
    output.writable(writable);
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    handOver();
    output.closed();
    owner.gone(this, reason(cause));
  }

  // ---- what the engine calls

  /**
   * The learner is about to be told that it serves: from now on it may forward requests, and tell of sessions. Engine's thread, before
   * that leaves.
   */
  void admitted() {
    largest = largestAdmitted;
  }

  /** Sends what one turn has for this link. Engine's thread. */
  void send(List<Outgoing> items) {
    connection.execute(() -> output.add(items));
  }

  /** Closes behind what was sent. Engine's thread. */
  void finish() {
    connection.execute(output::finish);
  }

  /** The engine has dealt with some of what it was given. Engine's thread. */
  void dealtWith(int bytes) {
    if (unread.addAndGet(-bytes) <= UNREAD && paused) {
      connection.execute(this::resume);
    }
  }

  /** The engine knows that more of a state has come. Engine's thread. */
  void arrivingTold() {
    arriving.set(false);
  }

  // ---- inside

  private void watchForState(QuorumMessage message) {
    switch (message) {
      case QuorumMessage.LeaderInfo _ ->
          phase = phase == StatePhase.NOT_YET ? StatePhase.ALLOWED : phase;
      case QuorumMessage.Snap(long zxid) -> {
        if (phase != StatePhase.ALLOWED) {
          throw new MalformedFrameException(
              "a state is announced where none may come: before the epoch, or for the second time");
        }
        phase = StatePhase.OVER;
        handOver(); // before the state, which may take long
        incoming = owner.state().receive(zxid);
      }
      case QuorumMessage.Diff _, QuorumMessage.Trunc _, QuorumMessage.NewLeader _ ->
          phase = StatePhase.OVER;
      default -> {
        // says nothing about a state
      }
    }
  }

  private void handOver() {
    if (batch.isEmpty()) {
      return;
    }
    List<QuorumMessage> messages = batch;
    int bytes = batchBytes;
    batch = new ArrayList<>();
    batchBytes = 0;
    int waiting = unread.addAndGet(bytes);
    owner.received(this, messages, bytes);
    if (waiting > UNREAD && !paused) {
      connection.reading(false);
      paused = true;
      if (unread.get() <= UNREAD) {
        resume(); // the engine was faster, and did not know that it should say so
      }
    }
  }

  private void resume() {
    if (paused && unread.get() <= UNREAD) {
      paused = false;
      connection.reading(true);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "the connection was closed";
    }
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }
}
