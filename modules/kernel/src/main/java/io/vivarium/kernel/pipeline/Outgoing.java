package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.session.Session;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * Something the pipeline has for a client, on its way to the connection's I/O thread, which encodes it. Each carries the zxid of
 * the state it belongs to, so that a read answered on the I/O thread can let exactly the older ones go first.
 */
public abstract sealed class Outgoing {
  private final long zxid;

  /** The next in the {@link Outbox}; written with release by the producer. */
  @Nullable Outgoing next;

  private Outgoing(long zxid) {
    this.zxid = zxid;
  }

  /** The zxid of the state this belongs to. */
  public final long zxid() {
    return zxid;
  }

  /** The answer to a request. */
  public static final class Answer extends Outgoing {
    private final OpCode op;
    private final int xid;
    private final int error;
    private Reply body;
    private final long receivedNanos;
    private final boolean last;
    private long admitted;

    /**
     * An answer.
     *
     * @param op what was asked
     * @param xid the request's
     * @param zxid for the reply header
     * @param error number of an error code
     * @param body sent unless there is an error
     * @param receivedNanos when the request came
     * @param last whether the connection is closed after it
     */
    public Answer(
        OpCode op, int xid, long zxid, int error, Reply body, long receivedNanos, boolean last) {
      super(zxid);
      this.op = op;
      this.xid = xid;
      this.error = error;
      this.body = body;
      this.receivedNanos = receivedNanos;
      this.last = last;
    }

    /** What was asked. */
    public OpCode op() {
      return op;
    }

    /** The request's xid. */
    public int xid() {
      return xid;
    }

    /** Number of an error code. */
    public int error() {
      return error;
    }

    /** The body; sent unless there is an error. Empty behind {@link #forget}. */
    public Reply body() {
      return body;
    }

    /** Lets go of the body, as an {@link Outbox} keeps the last that was taken from it. Consumer. */
    public void forget() {
      body = Reply.Empty.INSTANCE;
    }

    /** When the request came, on the monotonic clock. */
    public long receivedNanos() {
      return receivedNanos;
    }

    /** Whether the connection is closed after it. */
    public boolean last() {
      return last;
    }

    /** Notes what {@link Client#admits} was asked for, in bytes; before it is put into an outbox. */
    public Answer admitted(long bytes) {
      admitted = bytes;
      return this;
    }

    /** Bytes that {@link Client#admits} was asked for when it was made. */
    public long admitted() {
      return admitted;
    }
  }

  /** A watch event. */
  public static final class Event extends Outgoing {
    private final WatchEvent event;

    /** An event caused by a txn, or one that tells of what was missed. */
    public Event(WatchEvent event) {
      super(event.zxid());
      this.event = event;
    }

    /** The event. */
    public WatchEvent event() {
      return event;
    }
  }

  /** The answer to a handshake. */
  public static final class Welcome extends Outgoing {
    private final @Nullable Session session;
    private final boolean readOnly;

    /** An answer with the session it attaches; null refuses. */
    public Welcome(@Nullable Session session, long zxid) {
      this(session, zxid, false);
    }

    /** An answer with the session it attaches, for reading only if {@code readOnly}. */
    public Welcome(@Nullable Session session, long zxid, boolean readOnly) {
      super(zxid);
      this.session = session;
      this.readOnly = readOnly;
    }

    /** Whether the client may only read. */
    public boolean readOnly() {
      return readOnly;
    }

    /** The session; null when refused. */
    public @Nullable Session session() {
      return session;
    }
  }
}
