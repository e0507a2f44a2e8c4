package io.vivarium.consensus.zab.link;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Transport;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.port.QuorumLinks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quorum links over the transport of the host. Engine's thread unless a method says otherwise: what happens on I/O threads comes
 * to it as tasks, what is sent in a turn leaves at its end by {@link #flush}, with one task for each connection.
 */
public final class QuorumConnections implements QuorumLinks {
  private static final Logger LOG = LoggerFactory.getLogger(QuorumConnections.class);

  /** Connections of learners at a time; an ensemble has a handful, whoever opens more has nothing good in mind. */
  private static final int MOST_ACCEPTED = 1024;

  /** Connections at a time whose other end is not proved yet. */
  private static final int MOST_PROVING = 256;

  private static final long NANOS_PER_MS = 1_000_000;

  /** Links are numbered from 1. */
  private static final long NO_DIAL = 0;

  private final LinkSettings settings;
  private final Surroundings around;
  private final LinkEvents events;
  private final LearnerPorts ports;
  private final IoSide ioSide = new IoSide();

  private final Map<Long, Link> links = new HashMap<>();
  private final Map<Long, Dial> dials = new LinkedHashMap<>();
  private final Set<Link> withOutput = new LinkedHashSet<>();
  private final List<Link> closing = new ArrayList<>();
  private final TurnBuffer turn = new TurnBuffer();

  /** Every connection that stands, for the end. */
  private final Map<Long, LinkHandler> standing = new ConcurrentHashMap<>();

  /** Connections whose other end is not proved yet, with the time until which it may be. */
  private final Map<Connection, Long> proving = new ConcurrentHashMap<>();

  private final AtomicLong numbers = new AtomicLong();
  private volatile boolean closed;

  /**
   * What the links work with.
   *
   * @param network the transport
   * @param state where states come from and go to
   * @param engine runs tasks on the engine's thread, soon
   * @param blocking runs tasks that may block
   * @param time clocks
   */
  public record Surroundings(
      Transport network,
      StateTransfer state,
      Executor engine,
      Executor blocking,
      TimeSource time) {}

  /** A link that stands: its connection, and what it gets in this turn. */
  private record Link(LinkHandler io, LinkTurn turn) {
    static Link of(LinkHandler io) {
      return new Link(io, new LinkTurn(() -> io.output().left()));
    }
  }

  /** No links yet. */
  public QuorumConnections(LinkSettings settings, Surroundings around, LinkEvents events) {
    this.settings = settings;
    this.around = around;
    this.events = events;
    this.ports =
        new LearnerPorts(
            around.network(),
            around.blocking(),
            around.engine(),
            this::arrivals,
            events::acceptFailed);
  }

  // ---- what the core asks for

  @Override
  public long connect(Membership.Member server, int port, long patienceMs) {
    long number = numbers.incrementAndGet();
    long now = around.time().monotonicNanos();
    dials.put(
        number, new Dial(number, endpoints(server, port), now, patienceMs, settings.retryMs()));
    return number;
  }

  @Override
  public void accept(Membership.Member self, int port) {
    List<Endpoint> endpoints = endpoints(self, port);
    ports.listen(
        settings.onAllAddresses()
            ? endpoints.stream()
                .map(endpoint -> settings.endpoint(null, endpoint.port()))
                .distinct()
                .toList()
            : endpoints);
  }

  @Override
  public void acceptNoMore() {
    ports.listen(List.of());
  }

  @Override
  public void send(long link, QuorumMessage message) {
    Link to = links.get(link);
    if (to != null) {
      if (message instanceof QuorumMessage.UpToDate) {
        to.io().admitted();
      }
      to.turn().append(turn.encode(message));
      withOutput.add(to);
    }
  }

  @Override
  public void sendState(long link) {
    Link to = links.get(link);
    if (to != null) {
      to.turn().appendState();
      withOutput.add(to);
    }
  }

  @Override
  public long pendingBytes(long link) {
    Link of = links.get(link);
    return of == null ? 0 : of.turn().pendingBytes();
  }

  @Override
  public void close(long link, String reason) {
    Dial dial = dials.remove(link);
    if (dial != null) {
      dial.cancel();
    }
    Link gone = links.remove(link);
    if (gone != null) {
      LOG.info("Closing the link to {}: {}", remote(gone.io()), reason);
      closing.add(gone);
    }
  }

  // ---- what the engine's turn does

  /** Makes the tries to connect that are due; returns when to be called again at the latest. */
  public long poll(long now) {
    long due = Long.MAX_VALUE;
    for (Dial dial : List.copyOf(dials.values())) {
      if (!dial.poll(
          now, around.network(), endpoint -> connections(dial, endpoint), around.engine())) {
        dials.remove(dial.number());
        // Never from within a call of the core, but in its next turn.
        around.engine().execute(() -> events.linkClosed(dial.number(), dial.lastFailure()));
      } else {
        due = Math.min(due, dial.due());
      }
    }
    return Math.min(due, endProofs(now));
  }

  /** Gives up on those who take too long to prove themselves; returns when to be called again at the latest. */
  private long endProofs(long now) {
    long due = Long.MAX_VALUE;
    for (Map.Entry<Connection, Long> entry : proving.entrySet()) {
      if (now - entry.getValue() >= 0) {
        entry.getKey().close(); // which is told, and then it is forgotten
      } else {
        due = Math.min(due, entry.getValue());
      }
    }
    return due;
  }

  /** The turn is over: what was sent in it leaves. */
  public void flush() {
    if (!withOutput.isEmpty()) {
      ByteBuffer bytes = turn.finish();
      withOutput.forEach(link -> link.io().send(link.turn().take(bytes)));
      withOutput.clear();
    }
    if (!closing.isEmpty()) {
      closing.forEach(link -> link.io().finish());
      closing.clear();
    }
  }

  /** Connections to other servers that stand. */
  public int count() {
    return links.size();
  }

  /** Closes everything. Any thread, when the engine's takes no turns any more. */
  public void close() {
    closed = true;
    ports.close();
    standing.values().forEach(LinkHandler::finish);
    proving.keySet().forEach(Connection::close);
  }

  // ---- connections

  private List<Endpoint> endpoints(Membership.Member server, int port) {
    return server.addresses().stream()
        .map(address -> settings.endpoint(address.host(), port == 0 ? address.quorumPort() : port))
        .distinct()
        .toList();
  }

  /** The factory for connections that a dial has opened. */
  private HandlerFactory connections(Dial dial, Endpoint endpoint) {
    return connection -> {
      HandlerFactory packets =
          proved -> {
            proving.remove(proved);
            LinkHandler io = handler(dial.number(), proved, LinkHandler.Role.LEARNS);
            around.engine().execute(() -> opened(io));
            return io;
          };
      String host = endpoint.host() == null ? "" : endpoint.host();
      return proved(
          connection,
          settings
              .authentication()
              .opening(host, packets, reason -> unproved(connection, dial.number(), reason)));
    };
  }

  /** Has the other end of a new connection proved, and remembers until when. I/O thread. */
  private @Nullable ConnectionHandler proved(Connection connection, HandlerFactory proof) {
    proving.put(connection, around.time().monotonicNanos() + settings.proofMs() * NANOS_PER_MS);
    ConnectionHandler handler = proof.opened(connection);
    if (handler == null || handler instanceof LinkHandler) {
      proving.remove(connection);
    } else {
      around.engine().execute(() -> {}); // a turn, which learns until when to wait
    }
    return handler;
  }

  /** The other end of a connection has not been proved; a dial of that number has failed by it. I/O thread. */
  private void unproved(Connection connection, long dial, String reason) {
    proving.remove(connection);
    around
        .engine()
        .execute(
            () -> {
              if (dials.remove(dial) != null) {
                events.linkClosed(dial, reason);
              }
            });
  }

  private void opened(LinkHandler io) {
    if (dials.remove(io.number()) == null) {
      io.finish(); // nobody wants it any more
      return;
    }
    links.put(io.number(), Link.of(io));
    events.linkOpened(io.number());
  }

  /** The factory for connections of learners. */
  private HandlerFactory arrivals(long generation) {
    return connection -> {
      if (proving.size() >= MOST_PROVING || closed) {
        LOG.warn(
            "Refused a connection from {}: {} others have not proved yet who they are",
            connection.peer().remote(),
            proving.size());
        return null;
      }
      HandlerFactory packets =
          proved -> {
            proving.remove(proved);
            return arrived(proved, generation);
          };
      return proved(
          connection,
          settings
              .authentication()
              .accepting(packets, reason -> unproved(connection, NO_DIAL, reason)));
    };
  }

  private @Nullable ConnectionHandler arrived(Connection connection, long generation) {
    if (standing.size() >= MOST_ACCEPTED || closed) {
      LOG.warn(
          "Refused a connection from {}: {} are open already, more learners than any ensemble has",
          connection.peer().remote(),
          standing.size());
      return null;
    }
    LinkHandler io = handler(numbers.incrementAndGet(), connection, LinkHandler.Role.SERVES);
    around.engine().execute(() -> accepted(io, generation));
    return io;
  }

  private void accepted(LinkHandler io, long generation) {
    if (ports.current(generation)) {
      links.put(io.number(), Link.of(io));
      events.linkAccepted(io.number());
    } else {
      io.finish();
    }
  }

  private LinkHandler handler(long number, Connection connection, LinkHandler.Role role) {
    StateStream.Progress progress =
        new StateStream.Progress(around.time(), reason -> stateFailed(number, reason));
    LinkOutput output = new LinkOutput(connection, around.state(), around.blocking(), progress);
    LinkHandler io = new LinkHandler(number, connection, role, ioSide, output, settings);
    standing.put(number, io);
    return io;
  }

  /** A state could not be sent: the learner waits in vain. Any thread. */
  private void stateFailed(long number, String reason) {
    around
        .engine()
        .execute(
            () -> {
              if (links.containsKey(number)) {
                close(number, reason);
                events.linkClosed(number, reason);
              }
            });
  }

  private static String remote(LinkHandler io) {
    return String.valueOf(io.connection().peer().remote());
  }

  /** Brings what happens on I/O threads to the engine's. */
  private final class IoSide implements LinkHandler.Owner {
    @Override
    public void received(LinkHandler io, List<QuorumMessage> messages, int bytes) {
      around
          .engine()
          .execute(
              () -> {
                for (QuorumMessage message : messages) {
                  if (!links.containsKey(io.number())) {
                    break;
                  }
                  events.received(io.number(), message);
                }
                io.dealtWith(bytes);
              });
    }

    @Override
    public void stateArriving(LinkHandler io) {
      around
          .engine()
          .execute(
              () -> {
                io.arrivingTold();
                if (links.containsKey(io.number())) {
                  events.stateArriving(io.number());
                }
              });
    }

    @Override
    public void stateArrived(LinkHandler io, StagedState arrived) {
      around
          .engine()
          .execute(
              () -> {
                if (links.containsKey(io.number())) {
                  events.stateArrived(io.number(), arrived);
                }
              });
    }

    @Override
    public void gone(LinkHandler io, String reason) {
      standing.remove(io.number());
      around
          .engine()
          .execute(
              () -> {
                Link link = links.remove(io.number());
                if (link != null) {
                  withOutput.remove(link);
                  events.linkClosed(io.number(), reason + " (" + remote(io) + ")");
                }
              });
    }

    @Override
    public StateTransfer state() {
      return around.state();
    }
  }
}
