package io.vivarium.client;

import io.netty.channel.EventLoop;
import io.vivarium.codec.ConnectCodec;
import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.ReplyCodec;
import io.vivarium.codec.RequestCodec;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ConnectResponse;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session from when a server is looked for until its end: one connection at a time, the requests without an answer, the watches. All
 * of it lives on one event loop; what other threads may call says so. {@link #end} is the one way out.
 */
final class Session implements Connection.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final int SHORTEST_CONNECT_MS = 100;
  private static final long FIRST_PROBE_MS = 100;
  private static final long LONGEST_PROBE_MS = 60_000;

  private final ClientBuilder.Settings settings;
  private final EventLoop loop;
  private final Callbacks callbacks;
  private final Servers servers;
  private final Chroot chroot;
  private final int fieldLimit;
  private final JuteWriter writer = new JuteWriter();
  private final Watches watches = new Watches();
  private final Deque<Call<?>> waiting = new ArrayDeque<>();
  private final Deque<Call<?>> inFlight = new ArrayDeque<>();
  private final List<Credential> credentials = new ArrayList<>();

  /** The identities that were sent on this connection and have no answer, in the order in which answers come. */
  private final Deque<Credential> authentications = new ArrayDeque<>();

  private final FailedConnections failures = new FailedConnections();
  private final Zxids zxids = new Zxids();
  private final AtomicInteger pending = new AtomicInteger();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

  private volatile SessionState state = SessionState.CONNECTING;
  private volatile @Nullable SessionIdentity identity;
  private volatile @Nullable InetSocketAddress server;

  private @Nullable Connection connection;
  private @Nullable Login login;
  private @Nullable Future<?> alarm;
  private @Nullable Future<?> probe;
  private int timeoutMs;
  private long lastReceivedNanos;
  private boolean wrote;
  private boolean established;
  private boolean ready;
  private boolean known;
  private boolean closing;
  private int xid;

  Session(
      ClientBuilder.Settings settings,
      @Nullable SessionIdentity resumed,
      EventLoop loop,
      Callbacks callbacks,
      Chroot chroot) {
    this.settings = settings;
    this.loop = loop;
    this.callbacks = callbacks;
    this.chroot = chroot;
    servers = new Servers(settings.servers().servers(), ThreadLocalRandom.current());
    identity = resumed;
    known = resumed != null;
    timeoutMs = settings.timeoutMs();
    fieldLimit = settings.limits().maxBuffer();
  }

  /** Any thread. */
  void start() {
    loop.execute(this::connect);
  }

  /** Any thread. */
  SessionState state() {
    return state;
  }

  /** Any thread; null before the first server has given one. */
  @Nullable SessionIdentity identity() {
    return identity;
  }

  /** Any thread; null while there is no connection. */
  @Nullable InetSocketAddress server() {
    return server;
  }

  /** Completed on the thread for callbacks when all is over. */
  CompletableFuture<@Nullable Void> ended() {
    return ended;
  }

  /** Any thread. */
  void submit(Call<?> call) {
    if (pending.incrementAndGet() > settings.limits().maxPending()) {
      pending.decrementAndGet();
      call.result()
          .completeExceptionally(
              new RejectedExecutionException(
                  "more than "
                      + settings.limits().maxPending()
                      + " requests without an answer; wait for some, or allow more"));
      return;
    }
    onLoop(() -> accept(call), call);
  }

  /** Any thread. The identity is proved again on each connection to come. */
  void authenticate(Request.Auth auth, Call<?> call) {
    pending.incrementAndGet();
    onLoop(
        () -> {
          if (state.ended()) {
            fail(call, endCode());
            return;
          }
          Credential credential = new Credential(auth, call);
          credentials.add(credential);
          if (ready) {
            sendAuth(credential);
          }
        },
        call);
  }

  private void onLoop(Runnable task, Call<?> call) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      pending.decrementAndGet();
      call.result().completeExceptionally(new RequestException(endCode(), call.path()));
    }
  }

  /** Any thread: ends the session, on the server too if one can be reached now. */
  CompletableFuture<@Nullable Void> close() {
    return ending(this::closeNow);
  }

  /** Any thread: ends without the server being told. */
  CompletableFuture<@Nullable Void> abandon() {
    return ending(() -> end(SessionState.CLOSED));
  }

  private CompletableFuture<@Nullable Void> ending(Runnable how) {
    try {
      loop.execute(how);
    } catch (RejectedExecutionException e) {
      LOG.debug("The session has ended already");
    }
    return ended;
  }

  private void closeNow() {
    if (state.ended() || closing) {
      return;
    }
    closing = true;
    if (!established) {
      end(SessionState.CLOSED);
      return;
    }
    ready = false;
    sendOwn(new Request.CloseSession(), (none, error, reply) -> end(SessionState.CLOSED));
    // A server that does not answer is not waited for longer than its silence would be suffered
    // otherwise.
    Future<?> unused =
        loop.schedule(() -> end(SessionState.CLOSED), timeoutMs, TimeUnit.MILLISECONDS);
  }

  private void accept(Call<?> call) {
    if (state.ended() || closing) {
      fail(call, endCode());
      return;
    }
    call.queuedAt(System.nanoTime());
    if (ready) {
      send(call);
    } else {
      waiting.add(call);
    }
  }

  private void connect() {
    if (state.ended()) {
      return;
    }
    long oldest = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(settings.timeoutMs());
    while (!waiting.isEmpty() && waiting.getFirst().queuedNanos() - oldest < 0) {
      fail(waiting.removeFirst(), ErrorCode.CONNECTION_LOSS);
    }
    long delay = servers.delayMs();
    if (delay > 0) {
      Future<?> unused = loop.schedule(this::dial, delay, TimeUnit.MILLISECONDS);
    } else {
      dial();
    }
  }

  private void dial() {
    if (state.ended()) {
      return;
    }
    int limit = Math.max(SHORTEST_CONNECT_MS, timeoutMs / servers.size());
    Connection dialled = Connection.open(loop, servers.next(), settings, limit, this);
    connection = dialled;
    alarm =
        loop.schedule(
            () -> dialled.close(new IOException(dialled.server() + " did not answer in time")),
            limit,
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void opened(Connection opened) {
    if (opened != connection) {
      opened.close(new IOException("no longer wanted"));
      return;
    }
    SessionIdentity mine = known ? identity : null;
    writer.clear();
    ConnectCodec.encode(
        new ConnectRequest(
            0,
            zxids.seen(),
            settings.timeoutMs(),
            mine == null ? 0 : mine.id(),
            mine == null ? new byte[16] : mine.password(),
            settings.readOnlyAllowed(),
            true),
        writer);
    opened.send(writer);
  }

  @Override
  public void frame(Connection from, ByteBuffer body) {
    if (from != connection) {
      return;
    }
    lastReceivedNanos = System.nanoTime();
    if (established) {
      answered(body);
    } else {
      welcomed(from, ConnectCodec.decodeResponse(body));
    }
  }

  private void welcomed(Connection by, ConnectResponse response) {
    if (response.timeout() <= 0) {
      end(SessionState.EXPIRED);
      return;
    }
    cancel(alarm);
    established = true;
    failures.succeeded();
    timeoutMs = response.timeout();
    identity = new SessionIdentity(response.sessionId(), response.password());
    known |= !response.readOnly();
    server = by.server();
    servers.succeeded();
    long period = Math.max(1, timeoutMs / 6);
    alarm = loop.scheduleAtFixedRate(this::keepAlive, period, period, TimeUnit.MILLISECONDS);
    if (response.readOnly()) {
      probeLater(FIRST_PROBE_MS);
    }
    SessionState reached =
        response.readOnly() ? SessionState.CONNECTED_READ_ONLY : SessionState.CONNECTED;
    SaslExchange.Mechanism mechanism = settings.sasl();
    if (mechanism == null) {
      ready(reached);
    } else {
      logIn(mechanism, by.server(), reached);
    }
  }

  private void logIn(SaslExchange.Mechanism mechanism, InetSocketAddress at, SessionState reached) {
    try {
      Login begun = new Login(mechanism.begin(at.getHostString()));
      login = begun;
      saslStep(begun, begun.opening(), reached);
    } catch (SaslException e) {
      refused(e.getMessage());
    }
  }

  /** Sends a token; what the server answers leads to the next, or to the end of the conversation. */
  private void saslStep(Login current, Request.Sasl token, SessionState reached) {
    sendOwn(
        token,
        (none, error, reply) -> {
          if (error != ErrorCode.OK.code()) {
            refused("the server refused the login");
            return;
          }
          try {
            Request.Sasl answer = current.answer(((Reply.SaslToken) reply).token());
            if (answer == null) {
              current.close();
              login = null;
              ready(reached);
            } else {
              saslStep(current, answer, reached);
            }
          } catch (SaslException e) {
            refused(e.getMessage());
          }
        });
  }

  private void refused(@Nullable String why) {
    LOG.warn("SASL at {} failed: {}", server, why);
    end(SessionState.AUTH_FAILED);
  }

  /** Identities first, then watches, then what waits: so nothing is asked that the server would refuse or not tell of. */
  private void ready(SessionState reached) {
    ready = true;
    credentials.forEach(this::sendAuth);
    for (Request.SetWatches request : watches.requests(zxids.told())) {
      sendOwn(request, Call.Effect.NONE);
    }
    become(reached);
    while (ready && !waiting.isEmpty()) {
      send(waiting.removeFirst());
    }
  }

  private void sendAuth(Credential credential) {
    authentications.add(credential);
    write(ReplyHeader.AUTH_XID, credential.auth());
  }

  /** A request of the session itself, whose result nobody waits for. */
  private void sendOwn(Request request, Call.Effect effect) {
    pending.incrementAndGet();
    send(new Call<>(request, null, reply -> reply, effect));
  }

  private void send(Call<?> call) {
    xid = xid == Integer.MAX_VALUE ? 1 : xid + 1;
    call.sentAs(xid);
    inFlight.add(call);
    write(xid, call.request());
  }

  private void write(int number, Request request) {
    writer.clear();
    RequestCodec.encode(number, request, writer);
    wrote = true;
    if (connection != null) {
      connection.send(writer);
    }
  }

  private void answered(ByteBuffer body) {
    ReplyHeader header = ReplyCodec.decodeHeader(body);
    zxids.saw(header.zxid());
    switch (header.xid()) {
      case ReplyHeader.WATCH_XID -> fired(ReplyCodec.decodeEvent(header, body, fieldLimit));
      case ReplyHeader.PING_XID -> {}
      case ReplyHeader.AUTH_XID -> authenticated(header.error());
      default -> replied(header, body);
    }
  }

  private void replied(ReplyHeader header, ByteBuffer body) {
    Call<?> call = inFlight.peekFirst();
    if (call == null || call.xid() != header.xid()) {
      throw new MalformedFrameException(
          "the answer has xid "
              + header.xid()
              + ", the oldest request "
              + (call == null ? "none" : call.xid()));
    }
    Reply reply = ReplyCodec.decodeBody(call.request().op(), header.error(), body, fieldLimit);
    inFlight.removeFirst();
    if (!(call.request() instanceof Request.SetWatches)) {
      zxids.answered(header.zxid());
    }
    call.answered(watches, header.error(), reply);
    if (header.error() == ErrorCode.OK.code()) {
      pending.decrementAndGet();
      callbacks.execute(() -> call.complete(reply));
    } else {
      ErrorCode code = ErrorCode.of(header.error());
      fail(call, code == null ? ErrorCode.SYSTEM_ERROR : code);
    }
  }

  private void authenticated(int error) {
    Credential credential = authentications.pollFirst();
    Call<?> call = credential == null ? null : credential.taken();
    if (error != ErrorCode.OK.code()) {
      if (call != null) {
        fail(call, ErrorCode.AUTH_FAILED);
      }
      end(SessionState.AUTH_FAILED);
    } else if (call != null) {
      pending.decrementAndGet();
      callbacks.execute(() -> call.complete(Reply.Empty.INSTANCE));
    }
  }

  private void fired(WatchEvent event) {
    ClientEvent told = new ClientEvent.NodeChanged(chroot.own(event));
    for (EventListener listener : watches.fired(event)) {
      callbacks.execute(() -> listener.on(told));
    }
  }

  /** On the thread for callbacks: tells those whose watches were removed, before anybody learns that they are. */
  static void tell(Map<WatcherType, Set<EventListener>> removed, String path) {
    removed.forEach(
        (kind, listeners) -> {
          ClientEvent told = new ClientEvent.WatchRemoved(kind, path);
          listeners.forEach(listener -> Callbacks.run(() -> listener.on(told)));
        });
  }

  /** Any thread: forgets watches that no server is asked to remove. */
  CompletableFuture<@Nullable Void> forget(WatcherType type, String full, String path) {
    CompletableFuture<@Nullable Void> forgotten = new CompletableFuture<>();
    loop.execute(
        () -> {
          Map<WatcherType, Set<EventListener>> removed = watches.remove(type, full);
          callbacks.execute(
              () -> {
                tell(removed, path);
                forgotten.complete(null);
              });
        });
    return forgotten;
  }

  private void keepAlive() {
    Connection standing = connection;
    if (standing == null) {
      return;
    }
    long silence = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastReceivedNanos);
    if (silence > timeoutMs * 2L / 3) {
      standing.close(
          new IOException(standing.server() + " has been silent for " + silence + " ms"));
    } else if (!wrote) {
      write(ReplyHeader.PING_XID, new Request.Ping());
    }
    wrote = false;
  }

  private void probeLater(long delayMs) {
    probe =
        loop.schedule(
            () -> {
              InetSocketAddress asked = servers.next();
              ReadWriteProbe.ask(
                  loop,
                  asked,
                  settings,
                  Math.max(SHORTEST_CONNECT_MS, timeoutMs / servers.size()),
                  () -> moveTo(asked));
              probeLater(Math.min(LONGEST_PROBE_MS, delayMs * 2));
            },
            delayMs,
            TimeUnit.MILLISECONDS);
  }

  private void moveTo(InetSocketAddress better) {
    if (state == SessionState.CONNECTED_READ_ONLY && connection != null) {
      servers.prefer(better);
      connection.close(new IOException(better + " takes writes"));
    }
  }

  @Override
  public void closed(Connection over, Throwable cause) {
    if (over != connection) {
      return;
    }
    boolean had = established;
    forgetConnection();
    if (closing) {
      end(SessionState.CLOSED);
    }
    if (state.ended()) {
      return;
    }
    failures.failed(over.server(), cause);
    if (had) {
      failAll(ErrorCode.CONNECTION_LOSS);
      become(SessionState.CONNECTING);
    } else {
      servers.failed();
    }
    connect();
  }

  private void forgetConnection() {
    cancel(alarm);
    cancel(probe);
    if (login != null) {
      login.close();
      login = null;
    }
    authentications.clear();
    connection = null;
    server = null;
    established = false;
    ready = false;
  }

  /** The one way out. */
  private void end(SessionState last) {
    if (state.ended()) {
      return;
    }
    Connection standing = connection;
    forgetConnection();
    become(last);
    failAll(endCode());
    if (standing != null) {
      standing.close(new IOException("the session is " + last));
    }
    callbacks.execute(() -> ended.complete(null));
    callbacks.shutdown();
  }

  private void become(SessionState next) {
    if (state != next) {
      state = next;
      callbacks.execute(() -> settings.listener().on(new ClientEvent.StateChanged(next)));
    }
  }

  private ErrorCode endCode() {
    return state == SessionState.AUTH_FAILED ? ErrorCode.AUTH_FAILED : ErrorCode.SESSION_EXPIRED;
  }

  /** All that have no answer: nobody knows what became of those that were sent, and the others were to come after them. */
  private void failAll(ErrorCode code) {
    for (Deque<Call<?>> calls : List.of(inFlight, waiting)) {
      while (!calls.isEmpty()) {
        fail(calls.removeFirst(), code);
      }
    }
    if (state.ended()) {
      for (Credential credential : credentials) {
        Call<?> call = credential.taken();
        if (call != null) {
          fail(call, code);
        }
      }
    }
  }

  private void fail(Call<?> call, ErrorCode code) {
    pending.decrementAndGet();
    RequestException failure = new RequestException(code, call.path());
    callbacks.execute(() -> call.result().completeExceptionally(failure));
  }

  private static void cancel(@Nullable Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
