package io.vivarium.kernel.connection;

import io.vivarium.codec.ClientFrames;
import io.vivarium.codec.ConnectCodec;
import io.vivarium.codec.DecodedRequest;
import io.vivarium.codec.RequestCodec;
import io.vivarium.kernel.pipeline.Outbox;
import io.vivarium.kernel.pipeline.Outgoing;
import io.vivarium.kernel.pipeline.PipelineInput;
import io.vivarium.kernel.pipeline.ReadAnswer;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Perms;
import io.vivarium.model.Printable;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.tree.watch.Watches;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: from the bytes it sends to the bytes it gets. Belongs to the connection's I/O thread, except for the part that is
 * {@link io.vivarium.kernel.pipeline.Client}, which the pipeline's thread uses.
 *
 * <p><b>Order.</b> A read is answered right here as long as nothing of this connection is in the pipeline. While something is, every
 * request follows it there, so that answers leave in the order of the requests (O1) and a read sees the writes before it (O2).
 * Watch events that belong to the state a read was made of, or to an older one, leave before its answer; later ones after it (O5,
 * and no zxid ever goes back, O4).
 */
final class ClientConnection extends WaitingClient implements ConnectionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  /** What may come next from the client. */
  private enum State {
    NEW,
    OPENING,
    ESTABLISHED,
    CLOSING
  }

  private final int number;
  private final Authenticator authenticator;
  private final Replies replies;
  private final Submissions submissions;
  private final long openedNanos;
  private final Watches watches;
  private final Outbox outbox = new Outbox();
  private State state = State.NEW;

  /** Large requests in the pipeline; null for the many connections that have never had one. */
  private LargeRequests.@Nullable Share large;

  private boolean readOnlyFlagSent;

  /** Whether the session is one that another connection has opened. */
  private boolean resumed;

  /** Requests that are in the pipeline and not answered yet. */
  private int inPipeline;

  /** Whether reading is off because of what is in the pipeline, or because the client does not read. */
  private boolean throttled;

  private boolean writable = true;

  /** Requests of the batch at hand that were published to the pipeline. */
  private int submitted;

  /** A four-letter word is being answered; the connection is closed when that is done. */
  private boolean answeringWord;

  /** When the batch of frames at hand came; 0 between batches. */
  private long batchNanos;

  /** Reads of the batch at hand that were answered right here. */
  private int answeredInBatch;

  /** For {@link #markTouched}; pipeline's thread. */
  private boolean touched;

  ClientConnection(
      int number,
      Connection connection,
      ConnectionServices services,
      Connections registry,
      Connections.ThreadParts own) {
    super(
        connection,
        services,
        registry,
        new ConnectionFigures(connection.peer().remote(), services.time().wallMillis()));
    this.number = number;
    this.replies = own.replies();
    this.submissions = own.submissions();
    this.watches = new Watches(this, registry.limits().watches(), registry.limits().watchBytes());
    this.openedNanos = services.time().monotonicNanos();
    this.authenticator = new Authenticator(connection.peer(), registry.proofs(), own.identities());
  }

  /** So that the order in which all are dropped does not depend on where they lie in memory. */
  @Override
  public int hashCode() {
    return number;
  }

  ConnectionFigures figures() {
    return figures;
  }

  Connection connection() {
    return connection;
  }

  // ---- from the transport, on the I/O thread

  @Override
  public int frameLength(ByteBuffer received) {
    if (answeringWord) {
      return received.remaining(); // the end of a line, as a rule, and ignored
    }
    if (state == State.NEW && received.remaining() >= ClientFrames.LENGTH_BYTES) {
      int word = received.getInt(received.position());
      if (registry.words().isWord(word)) {
        return registry.words().frameLength(word);
      }
    }
    return ClientFrames.frameLength(received, registry.limits().juteMaxBuffer());
  }

  @Override
  public void onFrame(ByteBuffer frame) {
    if (answeringWord) {
      return;
    }
    if (batchNanos == 0) {
      batchNanos = services.time().monotonicNanos();
    }
    figures.received(1);
    replies.traffic().received(1, frame.remaining() - ClientFrames.LENGTH_BYTES);
    switch (state) {
      case NEW -> first(frame);
      case OPENING -> {
        connection.reading(false);
        hold(frame);
      }
      case ESTABLISHED -> {
        if (choked()) {
          hold(frame);
          regulate();
        } else {
          request(frame);
        }
      }
      case CLOSING -> LOG.trace("A frame came behind the last request of {}", this);
    }
  }

  @Override
  public void onReadDone() {
    Session live = figures.session();
    if (live != null && batchNanos != 0) {
      live.touch(batchNanos);
    }
    endBatch();
    takeHeld();
    look();
  }

  /** Wakes and sends what the batch brought. Its reads leave together, so one look at the clock tells how long all of them took. */
  private void endBatch() {
    if (answeredInBatch > 0) {
      replies.tookEach(figures, services.time().monotonicNanos() - batchNanos, answeredInBatch);
      answeredInBatch = 0;
    }
    batchNanos = 0;
    if (submitted > 0) {
      submissions.published(submitted, connection, registry.wakePipeline());
      submitted = 0;
    }
    connection.flush();
  }

  @Override
  public void onWritable(boolean nowWritable) {
    writable = nowWritable;
    takeHeld();
    look();
    regulate();
  }

  /**
   * Goes on with the requests that were held back, as far as their answers find room. When a flush has sent them all, nobody says that
   * there is room again, so it is looked for here.
   */
  private void takeHeld() {
    if (state != State.ESTABLISHED || !held()) {
      return;
    }
    while (state == State.ESTABLISHED && held() && !full()) {
      batchNanos = services.time().monotonicNanos();
      while (state == State.ESTABLISHED && held() && !full()) {
        request(nextHeld());
      }
      endBatch();
    }
    regulate();
  }

  /** Tools such as netcat close their side right behind the word; the answer, which may take a while, is still to come. */
  @Override
  public boolean onInputEnded() {
    return answeringWord;
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    if (closed) {
      return; // a transport that says so twice: nothing of it is counted twice
    }
    state = State.CLOSING;
    closed = true;
    replies.traffic().outstanding(-inPipeline);
    replies.traffic().connectionClosed();
    services.watches().close(watches);
    authenticator.close();
    forgetWhatWaits();
    if (large != null) {
      large.release();
    }
    forgetOutbox();
    registry.closed(this);
    if (submitted > 0) {
      submissions.published(submitted, connection, registry.wakePipeline());
    }
    if (cause != null) {
      LOG.debug("Connection {} ended: {}", this, cause.toString());
    }
  }

  /** Drops the connection when it was opened before {@code oldestNanos} and has no session. Any thread. */
  void dropIfSessionless(long oldestNanos) {
    if (figures.sessionId() == 0 && openedNanos - oldestNanos < 0) {
      services.stats().sessionlessExpired();
      drop("it did not open a session in time");
    }
  }

  // ---- handshake

  private void first(ByteBuffer frame) {
    int word = frame.getInt(frame.position());
    if (registry.words().isWord(word)) {
      state = State.CLOSING;
      answeringWord = true;
      new WordAnswer(this, registry, replies).give(frame, word, services.slowTasks());
      return;
    }
    frame.position(frame.position() + ClientFrames.LENGTH_BYTES);
    ConnectRequest request = ConnectCodec.decode(frame);
    services.stats().sessionRequested();
    String refusal = registry.handshakes().refusal(request);
    if (refusal != null) {
      drop(refusal);
      return;
    }
    readOnlyFlagSent = request.readOnlyPresent();
    resumed = request.sessionId() != 0;
    state = State.OPENING;
    services
        .pipeline()
        .publish(
            new PipelineInput.Opening(
                this, request, registry.handshakes().timeout(request.timeout())));
    submitted++;
  }

  private void welcome(Outgoing.Welcome welcome) {
    Session attached = welcome.session();
    replies.welcome(connection, figures, welcome, readOnlyFlagSent);
    if (attached == null) {
      state = State.CLOSING;
      connection.close();
      return;
    }
    state = State.ESTABLISHED;
    figures.established(attached);
    takeHeld();
    connection.reading(!throttled);
  }

  // ---- requests

  private void request(ByteBuffer frame) {
    frame.position(frame.position() + ClientFrames.LENGTH_BYTES);
    int bytes = frame.remaining();
    DecodedRequest decoded = RequestCodec.decode(frame, registry.limits().fieldLimit());
    Request request = decoded.request();
    if (request == null || request.op() == OpCode.CHECK) {
      request = new Request.Unsupported(decoded.opCode());
    }
    if (request instanceof Request.Malformed malformed && registry.told().permits()) {
      LOG.info("Malformed {} from {}: {}", malformed.op(), this, Printable.of(malformed.reason()));
    }
    if (request instanceof Request.Auth auth) {
      answered(decoded.xid(), authenticator.authenticate(auth));
    } else if (request instanceof Request.Sasl sasl) {
      answered(decoded.xid(), authenticator.step(sasl));
    } else if (registry.requiredAuth().refuses(authenticator.ids(), request.op(), resumed)) {
      answered(
          decoded.xid(),
          new Authenticator.Answer(ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH, null, true));
    } else if (inPipeline > 0 || !answeredHere(decoded.xid(), request)) {
      submit(decoded.xid(), request, bytes);
    }
  }

  private void answered(int xid, Authenticator.Answer answer) {
    if (answer.dropped()) {
      state = State.CLOSING;
      drop("it failed to authenticate");
      return;
    }
    replies.auth(connection, figures, xid, answer);
    if (answer.last()) {
      state = State.CLOSING;
      connection.close();
    }
  }

  /** Answers a read on this thread; false when it is not one, or when writes interfere too much. */
  private boolean answeredHere(int xid, Request request) {
    if (!Routing.local(request)) {
      return false;
    }
    Session live = figures.session();
    ReadAnswer answer =
        live == null
            ? null
            : services
                .reads()
                .tryAnswer(request, this, authenticator.ids(), live.id(), replies.scratch());
    if (silent) {
      // Looked at after the tree: whoever has seen something newer sees the mark.
      return true;
    }
    if (answer == null) {
      return false;
    }
    eventsUpTo(answer.zxid());
    int answerXid = request.op() == OpCode.PING ? ReplyHeader.PING_XID : xid;
    replies.read(connection, figures, request.op(), answerXid, answer, batchNanos);
    answeredInBatch++;
    if (answer.error() == ErrorCode.UNIMPLEMENTED.code()) {
      state = State.CLOSING;
      connection.close();
    }
    return true;
  }

  private void submit(int xid, Request request, int bytes) {
    Session live = figures.session();
    if (live == null) {
      return;
    }
    inPipeline++;
    replies.traffic().outstanding(1);
    large = registry.largeRequests().add(bytes, large);
    figures.submitted();
    services
        .pipeline()
        .publish(
            new PipelineInput.ClientRequest(
                this, live, live.id(), xid, request, authenticator.ids(), batchNanos));
    submitted++;
    if (request.op() == OpCode.CLOSE_SESSION) {
      state = State.CLOSING;
    }
    regulate();
  }

  /** Stops reading while too much of this connection is under way, so that the client's own buffers hold what comes next. */
  private void regulate() {
    int limit = registry.limits().outstandingPerConnection();
    if (inPipeline == 0 && large != null) {
      large.release();
    }
    boolean many = throttled ? inPipeline > limit / 2 : inPipeline >= limit;
    boolean stop = !writable || many || (large != null && large.full()) || held();
    if (stop != throttled) {
      throttled = stop;
      figures.reading(!stop);
      if (state == State.ESTABLISHED) {
        connection.reading(!stop);
      }
    }
  }

  // ---- to the client, on the I/O thread

  /** Sends what was queued for it. */
  @Override
  public void run() {
    if (closed) {
      forgetOutbox(); // what the pipeline put in while this ended
      return;
    }
    long now = services.time().monotonicNanos();
    for (Outgoing entry; (entry = outbox.peek()) != null && !silent; ) {
      outbox.take();
      deliver(entry, now);
      if (full()) {
        flushOrGiveUp();
      }
    }
    flushOrGiveUp();
    takeHeld();
    look();
    regulate();
  }

  @Override
  void stopListening() {
    state = State.CLOSING;
  }

  /** Sends the events of every state up to this one. Nothing but events waits while nothing of this connection is in the pipeline. */
  private void eventsUpTo(long zxid) {
    for (Outgoing entry; (entry = outbox.peek()) != null && entry.zxid() <= zxid; ) {
      outbox.take();
      deliver(entry, batchNanos);
    }
  }

  /** Nobody gets what is in there. The session keeps its last connection, and with it all that this holds, for a whole timeout. */
  private void forgetOutbox() {
    for (Outgoing entry; (entry = outbox.peek()) != null; ) {
      outbox.take();
      if (entry instanceof Outgoing.Answer answer) {
        answer.forget();
      }
    }
  }

  private void deliver(Outgoing entry, long nowNanos) {
    switch (entry) {
      case Outgoing.Answer answer -> {
        inPipeline--;
        replies.traffic().outstanding(-1);
        figures.answeredThere();
        replies.answer(connection, figures, answer, nowNanos);
        answer.forget();
        taken(answer);
        if (answer.last()) {
          state = State.CLOSING;
          connection.close();
        }
      }
      case Outgoing.Event event -> replies.event(connection, figures, event.event(), nowNanos);
      case Outgoing.Welcome welcome -> welcome(welcome);
    }
  }

  // ---- Client: for the pipeline's thread

  @Override
  public void put(Outgoing entry) {
    if (closed) {
      return;
    }
    outbox.put(entry);
    services.wakeBatch().touch(this);
  }

  @Override
  public void fired(WatchEvent event) {
    put(new Outgoing.Event(event));
  }

  @Override
  public boolean mayRead(List<Acl> acl) {
    return services.access().permits(acl, Perms.READ, authenticator.ids());
  }

  @Override
  public long sessionId() {
    return figures.sessionId();
  }

  @Override
  public Watches watches() {
    return watches;
  }

  @Override
  public List<AuthId> authIds() {
    return authenticator.ids();
  }

  /** Drops the connection; what is applied after this call is shown to it no more, whatever its I/O thread is doing. */
  void dropSilently(String reason) {
    silent = true;
    drop(reason);
  }

  @Override
  public String address() {
    return connection.peer().remoteHost();
  }

  @Override
  public boolean markTouched() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  @Override
  public void clearTouched() {
    touched = false;
  }

  @Override
  public String toString() {
    Session live = figures.session();
    return connection.peer().remote()
        + (live == null ? " (no session)" : " (session 0x" + Long.toHexString(live.id()) + ")");
  }
}
