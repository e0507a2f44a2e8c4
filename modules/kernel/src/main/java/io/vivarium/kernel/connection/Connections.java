package io.vivarium.kernel.connection;

import io.vivarium.kernel.access.SparseLog;
import io.vivarium.kernel.admin.ClientControl;
import io.vivarium.kernel.admin.ConnectionView;
import io.vivarium.kernel.admin.FourLetterWords;
import io.vivarium.kernel.admin.ServerView;
import io.vivarium.kernel.session.Session;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.HandlerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client connections of one listener: lets them in within the limits, and drops those that stay without a session. Any thread;
 * locks nothing but single entries of its maps, and only when connections come and go.
 */
public final class Connections implements HandlerFactory, ServerView.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  /** At most one warning about refused connections in this time. */
  private static final long WARN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ConnectionServices services;
  private final ConnectionRules rules;
  private final Handshakes handshakes;
  private final RequiredAuth requiredAuth;
  private final SparseLog told;
  private final Authenticator.Rules proofs;
  private final LargeRequests largeRequests;
  private final FourLetterWords words;
  private final ThreadLocal<ThreadParts> threadParts;

  private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();

  /**
   * What the connections of an I/O thread share. It leads to nothing that leads back here: a thread that lives longer than the server
   * would keep all of it.
   */
  record ThreadParts(
      Replies replies, Submissions submissions, SharedIdentities identities, UnsentLedger unsent) {}

  private final Runnable wakePipeline;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
  private volatile long lastWarningNanos;
  private volatile ClientControl.Limits allowed;

  /** The connections of a listener. */
  public Connections(ConnectionServices services, ConnectionRules rules, ServerView server) {
    this.services = services;
    this.wakePipeline = services.pipeline()::unpark;
    this.rules = rules;
    this.allowed =
        new ClientControl.Limits(
            rules.limits().perAddress(), rules.timeouts().least(), rules.timeouts().greatest());
    this.handshakes =
        new Handshakes(
            services.service(),
            services.knownZxid(),
            this::allowed,
            () -> server.sessions().globalCount() + server.sessions().localCount(),
            rules.limits().sessions());
    this.told = new SparseLog(services.time());
    this.requiredAuth = new RequiredAuth(rules.proof());
    this.proofs =
        new Authenticator.Rules(
            services.schemes(), requiredAuth, services.stats(), told, services.attempts());
    this.largeRequests = new LargeRequests(rules.large());
    this.words =
        new FourLetterWords(server, this, rules.words().allowed(), rules.words().readOnlyMode());
    this.threadParts =
        ThreadLocal.withInitial(
            () ->
                new ThreadParts(
                    new Replies(services.stats(), services.reads().scratch(services.tree(), true)),
                    new Submissions(),
                    new SharedIdentities(),
                    new UnsentLedger(services.unsent())));
    this.lastWarningNanos = services.time().monotonicNanos() - WARN_NANOS;
  }

  /** Whom this turns away would be turned away by {@link #opened}, after a handshake of TLS perhaps. */
  @Override
  public boolean admits(InetSocketAddress remote, int beginning) {
    int limit = allowed.perAddress();
    int total = rules.limits().total();
    InetAddress address = remote.getAddress();
    if (total > 0 && open.size() >= total) {
      warnOfTotal(total);
      return false;
    }
    if (limit > 0 && address != null && perAddress.getOrDefault(address, 0) + beginning >= limit) {
      warnOfAddress(address, limit);
      return false;
    }
    return true;
  }

  @Override
  public @Nullable ConnectionHandler opened(Connection connection) {
    InetAddress address = connection.peer().remote().getAddress();
    int limit = allowed.perAddress();
    int total = rules.limits().total();
    if (total > 0 && open.size() >= total) {
      warnOfTotal(total);
      return null;
    }
    if (address != null) {
      int count = perAddress.merge(address, 1, Integer::sum);
      if (limit > 0 && count > limit) {
        release(address);
        warnOfAddress(address, limit);
        return null;
      }
    }
    ThreadParts own = threadParts.get();
    int number = numbers.incrementAndGet();
    ClientConnection client = new ClientConnection(number, connection, services, this, own);
    open.add(client);
    own.replies().traffic().connectionOpened();
    return client;
  }

  private void warnOfTotal(int total) {
    warn("Too many connections: {} are open, the limit is {} (maxCnxns)", open.size(), total);
  }

  private void warnOfAddress(InetAddress address, int limit) {
    warn("Too many connections from {}: the limit is {} (maxClientCnxns)", address, limit);
  }

  /** Too many: counted each time, told now and then. */
  private void warn(String message, Object first, Object second) {
    services.stats().connectionRejected();
    long now = services.time().monotonicNanos();
    if (now - lastWarningNanos >= WARN_NANOS) {
      lastWarningNanos = now;
      LOG.warn(message, first, second);
    }
  }

  private void release(InetAddress address) {
    perAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }

  /** Has the pipeline look for requests. */
  Runnable wakePipeline() {
    return wakePipeline;
  }

  void closed(ClientConnection client) {
    InetAddress address = client.connection().peer().remote().getAddress();
    if (open.remove(client) && address != null) {
      release(address);
    }
  }

  ConnectionRules.Limits limits() {
    return rules.limits();
  }

  Handshakes handshakes() {
    return handshakes;
  }

  /** How identities are proved. */
  Authenticator.Rules proofs() {
    return proofs;
  }

  RequiredAuth requiredAuth() {
    return requiredAuth;
  }

  /** Asked before anything is logged that a stranger has brought about. */
  SparseLog told() {
    return told;
  }

  LargeRequests largeRequests() {
    return largeRequests;
  }

  /** Where connections of the calling I/O thread count what waits for their clients. */
  UnsentLedger unsent() {
    return threadParts.get().unsent();
  }

  FourLetterWords words() {
    return words;
  }

  /**
   * Drops connections that have been without a session for too long, and has those look for whose clients something waits. Called about
   * once a second.
   */
  public void sweep(long nowNanos) {
    long oldest = nowNanos - TimeUnit.MILLISECONDS.toNanos(rules.timeouts().sessionless());
    for (ClientConnection client : open) {
      client.dropIfSessionless(oldest);
      client.lookIfSomethingWaits();
    }
  }

  /** Drops every connection; when this returns, nothing that is applied later is shown on any of them. */
  public void dropAll(String reason) {
    for (ClientConnection client : open) {
      client.dropSilently(reason);
    }
  }

  /** How many connections are open. */
  public int count() {
    return open.size();
  }

  @Override
  public Iterable<ConnectionView> connections() {
    return () -> open.stream().<ConnectionView>map(ClientConnection::figures).iterator();
  }

  /** What clients are allowed now. */
  public ClientControl.Limits allowed() {
    return allowed;
  }

  /** Allows them something else; connections that there are stay. */
  public void allow(ClientControl.Limits next) {
    allowed = next;
  }

  /** The connection of a session, with its figures; null when it is none of these. */
  private @Nullable ClientConnection of(long sessionId) {
    for (ClientConnection client : open) {
      if (sessionId != 0 && client.figures().sessionId() == sessionId) {
        return client;
      }
    }
    return null;
  }

  /** The session of this number of a client that is connected here; null when there is none. */
  public @Nullable Session session(long sessionId) {
    ClientConnection client = of(sessionId);
    return client == null ? null : client.figures().session();
  }

  /** Drops the connection of a session; false when it is none of these. */
  public boolean drop(long sessionId, String reason) {
    ClientConnection client = of(sessionId);
    if (client != null) {
      client.drop(reason);
    }
    return client != null;
  }

  /** Starts the figures of the connection of a session afresh; false when it is none of these. */
  public boolean resetConnectionStats(long sessionId) {
    ClientConnection client = of(sessionId);
    if (client != null) {
      client.figures().reset();
    }
    return client != null;
  }

  @Override
  public void resetConnectionStats() {
    for (ClientConnection client : open) {
      client.figures().reset();
    }
  }
}
