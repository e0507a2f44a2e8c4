package io.vivarium.transport.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Has the handshake of an engine of OpenSSL computed as tasks. Netty makes tasks of judging certificates alone: agreeing on secrets and
 * signing happen where a record is unwrapped, which is an I/O thread. Here a record of a handshake is set aside when it comes and
 * unwrapped by a task. From the end of the handshake on everything is passed on.
 *
 * <p>Used as an engine has to be: by one thread at a time, by none while a task runs.
 */
final class NativeEngine extends ForwardingEngine {
  private static final int HEADER_BYTES = 5;
  private static final int LENGTH_AT = 3;

  /** Of a record that says that what follows is encrypted, which takes no time. */
  private static final int CHANGE_CIPHER_SPEC = 20;

  /** A record with what encryption may add to it: RFC 5246, 6.2.3. What is longer is refused where it comes. */
  private static final int LONGEST_RECORD = HEADER_BYTES + (1 << 14) + 2048;

  /** Of one handshake; an honest one has ten at most. */
  private static final int MOST_RECORDS = 64;

  private boolean done;
  private int records;

  /** What the next task unwraps. */
  private @Nullable ByteBuffer record;

  /** Why a task failed. */
  private @Nullable SSLException failure;

  /** The engine is nobody else's from here on. */
  NativeEngine(SSLEngine engine) {
    super(engine);
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length)
      throws SSLException {
    SSLException failed = failure;
    if (failed != null) {
      failure = null;
      throw failed;
    }
    int bytes = done ? 0 : laterBytes(from);
    if (bytes == 0) {
      return open(noticed(engine.unwrap(from, to, offset, length)));
    }
    if (++records > MOST_RECORDS) {
      throw new SSLException("the handshake comes in too many pieces");
    }
    ByteBuffer copy = ByteBuffer.allocate(bytes);
    copy.put(from.slice(from.position(), bytes)).flip();
    from.position(from.position() + bytes);
    record = copy;
    return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_TASK, bytes, 0);
  }

  /** Length of the record that a task shall unwrap; 0 when there is none, not all of it, or when something else comes first. */
  private int laterBytes(ByteBuffer from) {
    int at = from.position();
    if (from.remaining() <= HEADER_BYTES || from.get(at) == CHANGE_CIPHER_SPEC) {
      return 0;
    }
    int bytes = HEADER_BYTES + Short.toUnsignedInt(from.getShort(at + LENGTH_AT));
    if (bytes > LONGEST_RECORD || from.remaining() < bytes) {
      return 0;
    }
    return switch (engine.getHandshakeStatus()) {
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING -> bytes;
      case NEED_WRAP, NEED_TASK, FINISHED -> 0;
    };
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to)
      throws SSLException {
    return noticed(engine.wrap(from, offset, length, to));
  }

  /** Once we have taken our leave Netty's engine calls every record the last one; it is when the other end has said so. */
  private SSLEngineResult open(SSLEngineResult result) {
    return result.getStatus() == Status.CLOSED && !engine.isInboundDone()
        ? new SSLEngineResult(
            Status.OK, result.getHandshakeStatus(), result.bytesConsumed(), result.bytesProduced())
        : result;
  }

  private SSLEngineResult noticed(SSLEngineResult result) {
    switch (result.getHandshakeStatus()) {
      case FINISHED, NOT_HANDSHAKING -> done = true;
      case NEED_TASK, NEED_WRAP, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {}
    }
    return result;
  }

  @Override
  public @Nullable Runnable getDelegatedTask() {
    ByteBuffer next = record;
    if (next == null) {
      return engine.getDelegatedTask();
    }
    record = null;
    return () -> compute(next);
  }

  private void compute(ByteBuffer next) {
    // Nothing is written there: it is larger than whatever the record could hold.
    ByteBuffer room = ByteBuffer.allocate(next.remaining());
    try {
      while (next.hasRemaining()) {
        int before = next.remaining();
        SSLEngineResult result = noticed(engine.unwrap(next, room));
        boolean computed = computeTasks();
        if (result.bytesProduced() > 0) {
          throw new SSLException("data came within the handshake");
        }
        if (next.remaining() == before && !computed) {
          return; // its end, or an alert that is to be sent first
        }
      }
    } catch (SSLException e) {
      failure = e;
    }
  }

  private boolean computeTasks() {
    boolean any = false;
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
      any = true;
    }
    return any;
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    if (failure != null) {
      return HandshakeStatus.NEED_UNWRAP; // which throws it
    }
    return record == null ? engine.getHandshakeStatus() : HandshakeStatus.NEED_TASK;
  }
}
