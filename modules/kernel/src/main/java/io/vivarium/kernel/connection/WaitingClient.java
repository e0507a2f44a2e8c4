package io.vivarium.kernel.connection;

import io.vivarium.kernel.pipeline.Client;
import io.vivarium.kernel.pipeline.Outgoing;
import io.vivarium.kernel.session.Session;
import io.vivarium.spi.transport.Connection;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a client connection that is about what waits: answers that the client has not taken, requests that are held because of
 * these, answers of the pipeline that were not written yet. Belongs to the I/O thread, except where it says otherwise.
 */
abstract class WaitingClient implements Client, UnsentLedger.Holder, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  /** Requests wait when more than this share of the outbound limit waits for the client: each of thousands may have as much. */
  private static final int CHOKE_SHARE = 64;

  final Connection connection;
  final ConnectionServices services;
  final Connections registry;
  final ConnectionFigures figures;

  /** The server has lost its role, so that what it applies from now on may never have happened; or the client was given up. */
  volatile boolean silent;

  volatile boolean closed;

  // Null for the many connections that never need them.

  /** Frames that came behind an undecided handshake, or while answers wait for room; bounded by what one read brought. */
  private @Nullable HeldFrames waiting;

  /** What waits for the client. Set by the I/O thread. */
  private volatile UnsentLedger.@Nullable Share unsent;

  /** Answers of the pipeline that wait to be written. Set by the pipeline's thread. */
  private volatile WaitingAnswers.@Nullable Share answers;

  WaitingClient(
      Connection connection,
      ConnectionServices services,
      Connections registry,
      ConnectionFigures figures) {
    this.connection = connection;
    this.services = services;
    this.registry = registry;
    this.figures = figures;
  }

  /** Nothing more is taken from the client. */
  abstract void stopListening();

  // ---- held requests

  /**
   * Whether requests must wait because the answers to earlier ones do: small requests can have answers of a megabyte, and one read
   * brings thousands of them.
   */
  final boolean choked() {
    return held() || full();
  }

  final boolean held() {
    return waiting != null && !waiting.isEmpty();
  }

  final void hold(ByteBuffer frame) {
    if (waiting == null) {
      waiting = new HeldFrames();
    }
    waiting.add(frame);
  }

  /** The frame that was held first; there must be one. */
  final ByteBuffer nextHeld() {
    if (waiting == null) {
      throw new IllegalStateException("nothing is held");
    }
    return waiting.next();
  }

  final boolean full() {
    long pending = connection.pendingBytes();
    return pending > registry.limits().outboundBytes() / CHOKE_SHARE
        || (pending > UnsentOutput.FREE && services.unsent().scarce());
  }

  // ---- output

  /** Sends what is written, and looks whether too much is left of it, before more comes. */
  final void flushOrGiveUp() {
    connection.flush();
    long left = connection.pendingBytes();
    long limit = registry.limits().outboundBytes();
    if (left > limit && !silent) {
      giveUp("it does not read: " + left + " bytes are waiting for it, the limit is " + limit);
    }
    look();
  }

  /** Counts what waits for the client after a flush: nothing, as a rule. When it is sent, what is held goes on. */
  final void look() {
    UnsentLedger.Share share = unsent;
    if (share == null) {
      if (unsentBytes() + heldBytes() <= UnsentOutput.FREE) {
        return;
      }
      share = registry.unsent().share(this);
      unsent = share;
    }
    share.look();
    if (share.bytes() > 0 && unsentBytes() > 0) {
      connection.whenSent(this);
    }
  }

  /** Has it look when something waits: time may have run out, and not every transport tells when all is sent. Any thread. */
  final void lookIfSomethingWaits() {
    UnsentLedger.Share share = unsent;
    if (share != null && share.bytes() > 0) {
      wake();
    }
  }

  /** An answer of the pipeline was written. */
  final void taken(Outgoing.Answer answer) {
    WaitingAnswers.Share share = answers;
    if (share != null && answer.admitted() > 0) {
      share.taken(answer.admitted());
    }
  }

  /** The connection has ended, and nothing waits for it any more. */
  final void forgetWhatWaits() {
    waiting = null;
    UnsentLedger.Share output = unsent;
    if (output != null) {
      output.end();
    }
    WaitingAnswers.Share made = answers;
    if (made != null) {
      made.end();
    }
  }

  // ---- as the ledger sees it

  @Override
  public final long unsentBytes() {
    return connection.pendingBytes();
  }

  @Override
  public final long heldBytes() {
    return waiting == null ? 0 : waiting.bytes();
  }

  @Override
  public final long writtenBytes() {
    return figures.written();
  }

  @Override
  public final long nowNanos() {
    return services.time().monotonicNanos();
  }

  /** After two thirds of its timeout without an answer a client looks for another server, and its session is still alive. */
  @Override
  public final long patienceNanos() {
    Session live = figures.session();
    return live == null ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(live.timeoutMs()) * 2 / 3;
  }

  @Override
  public final void giveUp(String reason) {
    silent = true;
    stopListening();
    tell(reason);
    connection.abort();
  }

  // ---- for other threads

  @Override
  public final boolean admits(long bytes) {
    WaitingAnswers.Share share = answers;
    if (share == null) {
      share = services.unsent().answers().share();
      answers = share;
    }
    boolean admitted = share.admits(bytes);
    if (closed) {
      share.end(); // the I/O thread may not have seen it
      return false; // nobody would count what is made for it
    }
    return admitted;
  }

  @Override
  public final void wake() {
    connection.execute(this);
  }

  @Override
  public final void drop(String reason) {
    tell(reason);
    connection.close();
  }

  private void tell(String reason) {
    if (!closed && registry.told().permits()) {
      LOG.info("Closing the connection of {}: {}", this, reason);
    }
  }
}
