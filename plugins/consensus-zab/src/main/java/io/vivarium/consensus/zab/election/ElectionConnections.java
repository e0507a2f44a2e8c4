package io.vivarium.consensus.zab.election;

import io.vivarium.consensus.zab.wire.InitialMessage;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Transport;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.port.ElectionNetwork;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections over which servers vote: one between each two of them. The server with the larger number keeps the connection that it has
 * opened; one with a smaller number opens a connection to say who and where it is, closes it, and is called back. A newer connection
 * takes the place of an older one.
 *
 * <p>A connection that breaks is opened again when there is something to say, not before. Everything here happens on the engine's thread;
 * I/O threads leave what they have in the executor {@link Surroundings#engine}.
 */
public final class ElectionConnections implements ElectionNetwork {
  private static final Logger log = LoggerFactory.getLogger(ElectionConnections.class);
  private static final long NANOS_PER_MS = 1_000_000;

  /**
   * Connections of servers that no membership names, at most: servers that are about to join, and observers without number. Whoever
   * reaches the port can open them.
   */
  static final int MOST_STRANGERS = 256;

  /** Connections that have not said whose they are, at most. */
  static final int MOST_UNKNOWN = 256;

  private final ElectionLinkSettings settings;
  private final Surroundings surroundings;
  private final Heard heard;
  private final ElectionPort port;
  private final Map<Long, ElectionPeer> peers = new HashMap<>();

  /** Connections of peers that have not said who they are, with the time until which they may. */
  private final Map<ElectionLink, Long> unknown = new HashMap<>();

  /** Who is at the other end of a connection that is in use. */
  private final Map<ElectionLink, ElectionPeer> peerOf = new HashMap<>();

  /** Where this server is reached, by the last membership that lists it. */
  private List<Membership.Address> own = List.of();

  private Membership committed = Membership.NONE;
  private @Nullable Membership proposed;
  private long nextAnonymous = -1;
  private boolean closed;

  /**
   * What the connections work with.
   *
   * @param network carries them
   * @param engine brings tasks of other threads to the engine's thread, in order, and has {@link ElectionConnections#poll} called
   *     afterwards; any thread
   * @param blocking runs tasks that may block
   * @param time the monotonic clock that {@link ElectionConnections#poll} is called with
   * @param fatal told when nobody can reach this server
   */
  public record Surroundings(
      Transport network, Executor engine, Executor blocking, TimeSource time, FatalErrors fatal) {}

  /** Told of what arrives, on the engine's thread. */
  @FunctionalInterface
  public interface Heard {
    /**
     * A notification arrived.
     *
     * @param serverId number of the sender; negative for observers that have none
     */
    void notified(long serverId, Notification notification);
  }

  /** No connections; they are made from the first {@link #members} on. */
  public ElectionConnections(
      ElectionLinkSettings settings, Surroundings surroundings, Heard heard) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.heard = heard;
    this.port =
        new ElectionPort(
            surroundings.network(),
            surroundings.blocking(),
            surroundings.engine(),
            this::accepted,
            surroundings.fatal(),
            settings.bindTries());
  }

  // ---- what the core asks for

  @Override
  public void notify(long serverId, Notification notification) {
    ElectionPeer peer = peers.get(serverId);
    if (peer == null) {
      if (serverId == settings.serverId() || addresses(serverId).isEmpty()) {
        return;
      }
      peer = peer(serverId);
    }
    peer.say(notification);
    dial(peer, List.of());
  }

  @Override
  public boolean someoneWasTold() {
    return peers.values().stream().anyMatch(ElectionPeer::told);
  }

  @Override
  public Reach reach(long serverId) {
    ElectionPeer peer = peers.get(serverId);
    return peer == null ? Reach.APART : peer.reach();
  }

  @Override
  public void connectAll() {
    peers.values().stream().filter(ElectionPeer::hasWord).forEach(peer -> dial(peer, List.of()));
  }

  @Override
  public void members(Membership nowCommitted, @Nullable Membership nowProposed) {
    committed = nowCommitted;
    proposed = nowProposed;
    settings.authentication().members(nowCommitted, nowProposed);
    List<Membership.Address> mine = addresses(settings.serverId());
    if (mine.isEmpty()) {
      // The newest membership leaves this server out, as it may one that is still to join: it stays
      // where
      // the others can call it back.
      return;
    }
    own = List.copyOf(mine);
    port.listen(places(settings.serverId(), settings.onAllAddresses()), now());
  }

  @Override
  public void restart() {
    peers.values().forEach(ElectionPeer::forget);
    peers.clear();
    peerOf.clear();
    unknown.keySet().forEach(ElectionLink::close);
    unknown.clear();
  }

  /** Gives up what took too long; returns when to be called again at the latest, {@link Long#MAX_VALUE} for no wish. */
  public long poll(long nowNanos) {
    long next = port.poll(nowNanos);
    for (ElectionPeer peer : List.copyOf(peers.values())) {
      ElectionDial dial = peer.dial();
      if (dial != null && nowNanos - dial.deadlineNanos() >= 0) {
        dial.cancel();
        unreachable(peer, "no connection stood within " + settings.connectMs() + " ms");
      } else if (dial != null) {
        next = Math.min(next, dial.deadlineNanos());
      }
    }
    for (Map.Entry<ElectionLink, Long> entry : List.copyOf(unknown.entrySet())) {
      if (nowNanos - entry.getValue() >= 0) {
        refuse(entry.getKey(), "it did not say who it is within " + settings.greetingMs() + " ms");
      } else {
        next = Math.min(next, entry.getValue());
      }
    }
    return next;
  }

  /** Closes everything; the last call. */
  public void close() {
    closed = true;
    port.close();
    restart();
  }

  // ---- connections that this server opens

  /** Connects, unless a connection stands; adds addresses to an attempt that is under way. */
  private void dial(ElectionPeer peer, List<InitialMessage.Address> announced) {
    if (peer.linked() || closed) {
      return;
    }
    Set<Endpoint> places = new LinkedHashSet<>();
    announced.forEach(address -> places.add(settings.endpoint(address.host(), address.port())));
    if (announced.isEmpty()) {
      places.addAll(places(peer.id(), false));
    }
    if (places.isEmpty()) {
      return;
    }
    ElectionDial dial = peer.dial();
    if (dial == null) {
      dial = begin(peer);
    } else if (announced.isEmpty()) {
      return;
    }
    places.forEach(dial::tryAlso);
  }

  private ElectionDial begin(ElectionPeer peer) {
    InitialMessage greeting = greeting();
    ElectionDial dial =
        new ElectionDial(
            surroundings.network(),
            surroundings.engine(),
            (from, endpoint) -> connection -> greets(connection, endpoint, peer, from, greeting),
            reason -> unreachable(peer, reason),
            now() + settings.connectMs() * NANOS_PER_MS);
    peer.dials(dial);
    return dial;
  }

  /** I/O thread. */
  private ElectionLink greets(
      Connection connection,
      Endpoint endpoint,
      ElectionPeer peer,
      ElectionDial dial,
      InitialMessage greeting) {
    ElectionLink link = new ElectionLink(connection, new Reports());
    surroundings.engine().execute(() -> proves(link, peer, dial));
    String host = endpoint.host() == null ? "" : endpoint.host();
    link.greet(
        greeting,
        settings.authentication(),
        host,
        () -> surroundings.engine().execute(() -> opened(link, peer, dial)));
    return link;
  }

  private void proves(ElectionLink link, ElectionPeer peer, ElectionDial dial) {
    if (awaited(peer, dial)) {
      dial.proves(link);
    } else {
      link.close();
    }
  }

  private void opened(ElectionLink link, ElectionPeer peer, ElectionDial dial) {
    boolean wanted = awaited(peer, dial);
    if (wanted) {
      peer.dialled();
      peer.seen();
    }
    if (wanted && peer.id() < settings.serverId()) {
      use(peer, link);
    } else {
      // It knows now that it is to call.
      link.close();
    }
  }

  /** Whether this attempt to connect is still the one; it may have been given up before the engine hears what came of it. */
  private boolean awaited(ElectionPeer peer, ElectionDial dial) {
    return !closed && peers.get(peer.id()) == peer && peer.dial() == dial;
  }

  private void unreachable(ElectionPeer peer, String reason) {
    if (peer.failed()) {
      log.warn("Server {} cannot be reached for elections: {}", peer.id(), reason);
    } else {
      log.debug("Server {} still cannot be reached for elections: {}", peer.id(), reason);
    }
    forgetStranger(peer);
  }

  private InitialMessage greeting() {
    List<InitialMessage.Address> mine =
        own.stream()
            .map(address -> new InitialMessage.Address(address.host(), address.electionPort()))
            .toList();
    return new InitialMessage(settings.serverId(), mine.size() > 1, mine);
  }

  // ---- connections that others open

  /** I/O thread. */
  private ElectionLink accepted(Connection connection) {
    ElectionLink link = new ElectionLink(connection, new Reports());
    link.awaitGreeting(settings.authentication());
    surroundings.engine().execute(() -> accepted(link));
    return link;
  }

  private void accepted(ElectionLink link) {
    if (closed || unknown.size() >= MOST_UNKNOWN) {
      log.warn(
          "An election connection from {} is closed: {} others have not said yet who they are",
          link,
          unknown.size());
      link.close();
    } else {
      unknown.put(link, now() + settings.greetingMs() * NANOS_PER_MS);
    }
  }

  private void introduced(ElectionLink link, InitialMessage message) {
    if (unknown.remove(link) == null) {
      return;
    }
    long id = message.serverId();
    boolean anonymous = id == InitialMessage.ANONYMOUS;
    if (id == settings.serverId()) {
      refuse(
          link, "it calls itself " + id + ", which is this server: two servers have the same myid");
    } else if (!peers.containsKey(id) && addresses(id).isEmpty() && strangers() >= MOST_STRANGERS) {
      refuse(link, MOST_STRANGERS + " servers that no membership names are connected already");
    } else if (anonymous) {
      use(peer(nextAnonymous--), link);
    } else if (id > settings.serverId()) {
      use(peer(id), link);
    } else {
      callBack(link, peer(id), message);
    }
  }

  /** A server with a smaller number has none to talk to, whatever it looks like from here. */
  private void callBack(ElectionLink link, ElectionPeer peer, InitialMessage message) {
    link.close();
    drop(peer);
    peer.seen();
    dial(peer, message.addresses());
    forgetStranger(peer);
  }

  private void refuse(ElectionLink link, String reason) {
    log.warn("An election connection from {} is closed: {}", link, reason);
    unknown.remove(link);
    link.close();
  }

  private long strangers() {
    return peers.keySet().stream().filter(id -> addresses(id).isEmpty()).count();
  }

  // ---- connections in use

  private void use(ElectionPeer peer, ElectionLink link) {
    drop(peer);
    peerOf.put(link, peer);
    peer.use(link);
    log.info("Server {} is connected for elections by {}", peer.id(), link);
  }

  private void drop(ElectionPeer peer) {
    peerOf.values().remove(peer);
    peer.drop();
  }

  private void received(ElectionLink link, Notification notification) {
    link.dealtWith();
    ElectionPeer peer = peerOf.get(link);
    if (peer != null && !closed) {
      heard.notified(peer.id(), notification);
    }
  }

  private void gone(ElectionLink link, String reason) {
    if (unknown.remove(link) != null) {
      log.info("An election connection from {} came to nothing: {}", link, reason);
    }
    peers.values().stream()
        .filter(peer -> peer.dial() != null && peer.dial().proving(link))
        .findFirst()
        .ifPresent(peer -> unreachable(peer, reason));
    ElectionPeer peer = peerOf.remove(link);
    if (peer != null) {
      log.info("Server {} is not connected for elections any more: {}", peer.id(), reason);
      peer.drop();
      forgetStranger(peer);
    }
  }

  /** Of a server that no membership names nothing is kept but its connection. */
  private void forgetStranger(ElectionPeer peer) {
    if (!peer.linked() && peer.dial() == null && addresses(peer.id()).isEmpty()) {
      peers.remove(peer.id(), peer);
    }
  }

  private ElectionPeer peer(long id) {
    return peers.computeIfAbsent(id, ElectionPeer::new);
  }

  // ---- who is where

  /** By the membership in force and, behind it, by the proposed one. */
  private List<Membership.Address> addresses(long serverId) {
    return Stream.of(committed, proposed)
        .filter(Objects::nonNull)
        .map(membership -> membership.members().get(serverId))
        .filter(Objects::nonNull)
        .map(Member::addresses)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  private Set<Endpoint> places(long serverId, boolean onAllAddresses) {
    return addresses(serverId).stream()
        .map(
            address ->
                settings.endpoint(onAllAddresses ? null : address.host(), address.electionPort()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private long now() {
    return surroundings.time().monotonicNanos();
  }

  /** Brings what I/O threads report to the engine's thread. */
  private final class Reports implements ElectionLink.Owner {
    @Override
    public void introduced(ElectionLink link, InitialMessage message) {
      surroundings.engine().execute(() -> ElectionConnections.this.introduced(link, message));
    }

    @Override
    public void received(ElectionLink link, Notification notification) {
      surroundings.engine().execute(() -> ElectionConnections.this.received(link, notification));
    }

    @Override
    public void gone(ElectionLink link, String reason) {
      surroundings.engine().execute(() -> ElectionConnections.this.gone(link, reason));
    }
  }
}
