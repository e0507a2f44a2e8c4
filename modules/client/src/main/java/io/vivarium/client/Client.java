package io.vivarium.client;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Paths;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.Stat;
import io.vivarium.model.WatcherType;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A session with an ensemble. Any thread may call anything; requests are sent in the order of the calls.
 *
 * <p>Futures fail with a {@link RequestException}; with {@link java.util.concurrent.RejectedExecutionException} when too many requests
 * are without an answer. A request waits while there is no connection, for the session timeout at most; one that had been sent when the
 * connection broke fails with {@link ErrorCode#CONNECTION_LOSS}. Paths are the client's, below its chroot. Arrays that are
 * handed over must not be changed afterwards. A version of −1 means any; a listener of null means that nothing is watched.
 */
public final class Client implements AutoCloseable {
  private static final int PERSISTENT_MODE = 0;
  private static final int RECURSIVE_MODE = 1;

  private final Session session;
  private final Chroot chroot;

  private Client(Session session, Chroot chroot) {
    this.session = session;
    this.chroot = chroot;
  }

  /**
   * What is to be opened.
   *
   * @param servers {@code host:port,host:port/chroot}
   * @throws IllegalArgumentException when that cannot be read; the message tells why
   */
  public static ClientBuilder connectTo(String servers) {
    return new ClientBuilder(ConnectString.parse(servers));
  }

  static Client start(ClientBuilder.Settings settings, @Nullable SessionIdentity resumed) {
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("vivarium-client", true), NioIoHandler.newFactory());
    Chroot chroot = new Chroot(settings.servers().chroot());
    Session session =
        new Session(
            settings, resumed, (EventLoop) group.iterator().next(), new Callbacks(), chroot);
    var unused =
        session
            .ended()
            .whenComplete(
                (nothing, none) -> {
                  var unusedEnd = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
                });
    session.start();
    return new Client(session, chroot);
  }

  /** What the session is in right now. */
  public SessionState state() {
    return session.state();
  }

  /** With what another client goes on with this session; empty before it has begun. */
  public Optional<SessionIdentity> identity() {
    return Optional.ofNullable(session.identity());
  }

  /** The server that this is connected to, not resolved; empty while there is none. */
  public Optional<InetSocketAddress> server() {
    return Optional.ofNullable(session.server());
  }

  /** Makes a node; the result has its final path. The open ACL is {@link Acl#OPEN}. */
  public CompletableFuture<Reply.PathStat> create(
      String path, byte @Nullable [] data, List<Acl> acl, CreateMode mode) {
    OpCode op = mode == CreateMode.CONTAINER ? OpCode.CREATE_CONTAINER : OpCode.CREATE2;
    return create(new Request.Create(op, path, data, acl, mode.flag(), 0));
  }

  /** Makes a node that goes when it has had no children and no change for so many milliseconds; the mode is one of the two with TTL. */
  public CompletableFuture<Reply.PathStat> createWithTtl(
      String path, byte @Nullable [] data, List<Acl> acl, CreateMode mode, long ttlMs) {
    return create(new Request.Create(OpCode.CREATE_TTL, path, data, acl, mode.flag(), ttlMs));
  }

  private CompletableFuture<Reply.PathStat> create(Request.Create create) {
    return call(
        chroot.full(create),
        create.path(),
        reply -> {
          Reply.PathStat made = (Reply.PathStat) reply;
          return new Reply.PathStat(chroot.own(made.path()), made.stat());
        });
  }

  /** Removes a node without children. */
  public CompletableFuture<@Nullable Void> delete(String path, int version) {
    return call(new Request.Delete(chroot.full(path), version), path, reply -> null);
  }

  /** The stat of a node; empty when there is none, and then a listener is told when there is. */
  public CompletableFuture<Optional<Stat>> exists(String path, @Nullable EventListener listener) {
    String full = chroot.full(path);
    return call(
            new Request.Exists(full, listener != null),
            path,
            reply -> Optional.of(Stat.of(((Reply.StatOnly) reply).stat())),
            watching(
                listener,
                error ->
                    error == ErrorCode.OK.code()
                        ? Watches.Kind.DATA
                        : error == ErrorCode.NO_NODE.code() ? Watches.Kind.EXIST : null,
                full))
        .exceptionallyCompose(
            failure ->
                is(failure, ErrorCode.NO_NODE)
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  /** Data and stat of a node. */
  public CompletableFuture<Reply.DataStat> getData(String path, @Nullable EventListener listener) {
    String full = chroot.full(path);
    return readData(full, path, listener);
  }

  /** The ensemble's configuration, wherever the chroot is. */
  public CompletableFuture<Reply.DataStat> ensemble(@Nullable EventListener listener) {
    return readData(Paths.CONFIG, Paths.CONFIG, listener);
  }

  private CompletableFuture<Reply.DataStat> readData(
      String full, String path, @Nullable EventListener listener) {
    return call(
        new Request.GetData(full, listener != null),
        path,
        reply -> (Reply.DataStat) reply,
        watching(listener, error -> error == 0 ? Watches.Kind.DATA : null, full));
  }

  /** Replaces the data of a node. */
  public CompletableFuture<Stat> setData(String path, byte @Nullable [] data, int version) {
    return call(new Request.SetData(chroot.full(path), data, version), path, Client::stat);
  }

  /** ACL and stat of a node. */
  public CompletableFuture<Reply.AclStat> getAcl(String path) {
    return call(new Request.GetAcl(chroot.full(path)), path, reply -> (Reply.AclStat) reply);
  }

  /** Replaces the ACL of a node; the version is its aversion. */
  public CompletableFuture<Stat> setAcl(String path, List<Acl> acl, int version) {
    return call(new Request.SetAcl(chroot.full(path), acl, version), path, Client::stat);
  }

  /** Names of the children, in no order, and stat of a node. */
  public CompletableFuture<Reply.ChildrenStat> getChildren(
      String path, @Nullable EventListener listener) {
    String full = chroot.full(path);
    return call(
        new Request.GetChildren(full, listener != null, true),
        path,
        reply -> (Reply.ChildrenStat) reply,
        watching(listener, error -> error == 0 ? Watches.Kind.CHILD : null, full));
  }

  /** Number of all descendants. */
  public CompletableFuture<Integer> getAllChildrenNumber(String path) {
    return call(
        new Request.GetAllChildrenNumber(chroot.full(path)),
        path,
        reply -> ((Reply.IntValue) reply).value());
  }

  /** Paths of this session's ephemerals that begin with a prefix; in no order. */
  public CompletableFuture<List<String>> getEphemerals(String prefix) {
    return call(
        new Request.GetEphemerals(chroot.full(prefix)),
        prefix,
        reply -> chroot.own(((Reply.Names) reply).names()));
  }

  /** Returns when the server has everything that any server had acknowledged to anyone before this was called. */
  public CompletableFuture<@Nullable Void> sync(String path) {
    return call(new Request.Sync(chroot.full(path)), path, reply -> null);
  }

  /**
   * Several writes as one txn: of {@link Request.Create}, {@link Request.Delete}, {@link Request.SetData} and {@link Request.Check}.
   * Refused as a whole when one is refused: the {@link RequestException} has its code and the results of all.
   */
  public CompletableFuture<List<Reply.Result>> multi(List<Request> parts) {
    return call(
        new Request.Multi(full(parts)),
        null,
        reply -> {
          List<Reply.Result> results = own(reply);
          for (int i = 0; i < results.size(); i++) {
            ErrorCode code = ErrorCode.of(results.get(i).error());
            boolean culprit =
                results.get(i).op() == OpCode.ERROR
                    && code != ErrorCode.OK
                    && code != ErrorCode.RUNTIME_INCONSISTENCY;
            if (culprit) {
              throw new RequestException(
                  code == null ? ErrorCode.SYSTEM_ERROR : code, pathOf(parts.get(i)), results);
            }
          }
          return results;
        });
  }

  /** Several reads in one request, each on its own: of {@link Request.GetData} and {@link Request.GetChildren}. */
  public CompletableFuture<List<Reply.Result>> multiRead(List<Request> parts) {
    return call(new Request.MultiRead(full(parts)), null, this::own);
  }

  private List<Request> full(List<Request> parts) {
    List<Request> full = new ArrayList<>(parts.size());
    parts.forEach(part -> full.add(chroot.full(part)));
    return full;
  }

  private List<Reply.Result> own(Reply reply) {
    return ((Reply.Multi) reply).results().stream().map(chroot::own).toList();
  }

  private static @Nullable String pathOf(Request part) {
    if (part instanceof Request.Create create) {
      return create.path();
    } else if (part instanceof Request.Delete delete) {
      return delete.path();
    } else if (part instanceof Request.SetData set) {
      return set.path();
    }
    return part instanceof Request.Check check ? check.path() : null;
  }

  /**
   * Changes the ensemble's membership: by what joins and leaves, or as a whole.
   *
   * @param configId the configuration's version that must be in force; −1 for any
   * @return the new configuration
   */
  public CompletableFuture<Reply.DataStat> reconfigure(
      @Nullable String joining,
      @Nullable String leaving,
      @Nullable String newMembers,
      long configId) {
    return call(
        new Request.Reconfig(joining, leaving, newMembers, configId),
        null,
        reply -> (Reply.DataStat) reply);
  }

  /** Watches a node, there or not, until the watch is removed; recursively: all below it too, and then children are no events. */
  public CompletableFuture<@Nullable Void> addWatch(
      String path, boolean recursive, EventListener listener) {
    String full = chroot.full(path);
    Watches.Kind kind = recursive ? Watches.Kind.PERSISTENT_RECURSIVE : Watches.Kind.PERSISTENT;
    return call(
        new Request.AddWatch(full, recursive ? RECURSIVE_MODE : PERSISTENT_MODE),
        path,
        reply -> null,
        watching(listener, error -> error == 0 ? kind : null, full));
  }

  /**
   * Removes all watches of a type on a path; their listeners are told.
   *
   * @param local whether the client forgets them also when the server cannot be reached
   */
  public CompletableFuture<@Nullable Void> removeWatches(
      String path, WatcherType type, boolean local) {
    String full = chroot.full(path);
    AtomicReference<Map<WatcherType, Set<EventListener>>> removed = new AtomicReference<>(Map.of());
    CompletableFuture<@Nullable Void> asked =
        call(
            new Request.RemoveWatches(full, type.code()),
            path,
            reply -> {
              Session.tell(removed.get(), path);
              return null;
            },
            (watches, error, reply) -> {
              if (error == ErrorCode.OK.code()) {
                removed.set(watches.remove(type, full));
              }
            });
    return asked.exceptionallyCompose(
        failure ->
            local && is(failure, ErrorCode.CONNECTION_LOSS)
                ? session.forget(type, full, path)
                : CompletableFuture.failedFuture(failure));
  }

  /** The identities of this connection, as (scheme, name). */
  public CompletableFuture<List<AuthId>> whoAmI() {
    return call(new Request.WhoAmI(), null, reply -> ((Reply.Identities) reply).ids());
  }

  /** Proves an identity now and on each connection to come. When the server refuses it, the session ends. */
  public CompletableFuture<@Nullable Void> addAuth(String scheme, byte[] token) {
    Request.Auth auth = new Request.Auth(scheme, token);
    Call<@Nullable Void> call = new Call<>(auth, null, reply -> null, Call.Effect.NONE);
    session.authenticate(auth, call);
    return call.result();
  }

  private <T extends @Nullable Object> CompletableFuture<T> call(
      Request request, @Nullable String path, Call.Reader<T> reader) {
    return call(request, path, reader, Call.Effect.NONE);
  }

  private <T extends @Nullable Object> CompletableFuture<T> call(
      Request request, @Nullable String path, Call.Reader<T> reader, Call.Effect effect) {
    Call<T> call = new Call<>(request, path, reader, effect);
    session.submit(call);
    return call.result();
  }

  /** Which watch an answer leaves; null for none. */
  @FunctionalInterface
  private interface Left {
    Watches.@Nullable Kind by(int error);
  }

  private static Call.Effect watching(@Nullable EventListener listener, Left left, String full) {
    if (listener == null) {
      return Call.Effect.NONE;
    }
    return (watches, error, reply) -> {
      Watches.Kind kind = left.by(error);
      if (kind != null) {
        watches.add(kind, full, listener);
      }
    };
  }

  private static boolean is(Throwable failure, ErrorCode code) {
    return failure instanceof RequestException refusal && refusal.code() == code;
  }

  private static Stat stat(Reply reply) {
    return Stat.of(((Reply.StatOnly) reply).stat());
  }

  /** Ends the session, so that its ephemerals go at once; completed when that is done or cannot be done. */
  public CompletableFuture<@Nullable Void> closeAsync() {
    return session.close();
  }

  /**
   * Leaves the session to whoever {@linkplain ClientBuilder#resume resumes} it, or to its timeout. Completed when the connection is given
   * up; this client is {@link SessionState#CLOSED} then.
   */
  public CompletableFuture<@Nullable Void> abandon() {
    return session.abandon();
  }

  /** Ends the session and waits for that; not to be called by a listener, which would wait for itself. */
  @Override
  public void close() {
    closeAsync().join();
  }
}
