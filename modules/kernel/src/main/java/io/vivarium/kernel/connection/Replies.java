package io.vivarium.kernel.connection;

import io.vivarium.codec.ConnectCodec;
import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.ReplyCodec;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.kernel.metrics.TrafficRecorder;
import io.vivarium.kernel.pipeline.Outgoing;
import io.vivarium.kernel.pipeline.ReadAnswer;
import io.vivarium.kernel.pipeline.ReadScratch;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.ConnectResponse;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.SessionPassword;
import io.vivarium.model.WatchEvent;
import io.vivarium.spi.transport.Connection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Encodes what goes to clients and counts it. One per I/O thread, shared by the connections of that thread: so there is one buffer
 * per thread and not one per connection.
 */
final class Replies {
  private final JuteWriter writer = new JuteWriter();
  private final ReadScratch scratch;
  private final TrafficRecorder traffic;

  Replies(ServerStats stats, ReadScratch scratch) {
    this.scratch = scratch;
    this.traffic = stats.recorder();
  }

  /** For reads on this thread. */
  ReadScratch scratch() {
    return scratch;
  }

  TrafficRecorder traffic() {
    return traffic;
  }

  /** The answer to a handshake; a null session refuses. */
  void welcome(
      Connection to, ConnectionFigures figures, Outgoing.Welcome welcome, boolean flagPresent) {
    @Nullable Session session = welcome.session();
    ConnectResponse response =
        session == null
            ? ConnectResponse.refused(flagPresent)
            : new ConnectResponse(
                session.timeoutMs(),
                session.id(),
                SessionPassword.of(session.id()),
                welcome.readOnly(),
                flagPresent);
    writer.clear();
    ConnectCodec.encode(response, writer);
    send(to, figures);
    figures.sent(1);
    traffic.sent(1);
  }

  /** The answer to an auth or sasl packet. */
  void auth(Connection to, ConnectionFigures figures, int xid, Authenticator.Answer answer) {
    Reply body = answer.sasl() ? new Reply.SaslToken(answer.token()) : Reply.Empty.INSTANCE;
    writer.clear();
    ReplyCodec.encode(xid, 0, answer.error().code(), body, writer);
    send(to, figures);
    figures.sent(1);
    traffic.sent(1);
  }

  /**
   * The answer to a read that was made on this thread, with what the client missed before it. How long it took is not known before
   * the whole batch is done: see {@link #tookEach}.
   */
  void read(
      Connection to,
      ConnectionFigures figures,
      OpCode op,
      int xid,
      ReadAnswer answer,
      long nowNanos) {
    for (WatchEvent missed : answer.catchUp()) {
      event(to, figures, missed, nowNanos);
    }
    answer(to, figures, op, xid, answer.zxid(), answer.error(), answer.body(), nowNanos);
  }

  /** The reads of a batch are on their way to the client: so many, and how long after they came. */
  void tookEach(ConnectionFigures figures, long latencyNanos, int reads) {
    took(figures, false, latencyNanos, reads);
  }

  private void took(ConnectionFigures figures, boolean update, long latencyNanos, int requests) {
    figures.took(TimeUnit.NANOSECONDS.toMillis(latencyNanos), requests);
    traffic.took(update, latencyNanos, requests);
  }

  /** An answer from the pipeline. */
  void answer(Connection to, ConnectionFigures figures, Outgoing.Answer answer, long nowNanos) {
    answer(
        to,
        figures,
        answer.op(),
        answer.xid(),
        answer.zxid(),
        answer.error(),
        answer.body(),
        nowNanos);
    boolean update = answer.op().kind() == OpCode.Kind.WRITE;
    took(figures, update, nowNanos - answer.receivedNanos(), 1);
  }

  private void answer(
      Connection to,
      ConnectionFigures figures,
      OpCode op,
      int xid,
      long zxid,
      int error,
      Reply body,
      long nowNanos) {
    writer.clear();
    ReplyCodec.encode(xid, zxid, error, body, writer);
    int bytes = send(to, figures);
    long nowMs = TimeUnit.NANOSECONDS.toMillis(nowNanos);
    figures.replied(op, xid, zxid, nowMs);
    traffic.answered(bytes, nowMs);
  }

  /** A watch event. */
  void event(Connection to, ConnectionFigures figures, WatchEvent event, long nowNanos) {
    writer.clear();
    ReplyCodec.encodeEvent(event, writer);
    int bytes = send(to, figures);
    figures.sent(1);
    traffic.eventSent(bytes, TimeUnit.NANOSECONDS.toMillis(nowNanos));
  }

  private int send(Connection to, ConnectionFigures figures) {
    int bytes = writer.position();
    to.write(writer.view());
    figures.wrote(bytes);
    writer.trim();
    return bytes - Integer.BYTES;
  }
}
