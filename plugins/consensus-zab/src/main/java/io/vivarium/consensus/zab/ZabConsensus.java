package io.vivarium.consensus.zab;

import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.consensus.zab.auth.PeerLogins;
import io.vivarium.consensus.zab.election.ElectionConnections;
import io.vivarium.consensus.zab.link.LinkEvents;
import io.vivarium.consensus.zab.link.QuorumConnections;
import io.vivarium.model.Request;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.zab.Defect;
import io.vivarium.zab.ZabParts;
import io.vivarium.zab.ZabServer;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.port.HistoryPart;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A member of an ensemble: the core with its connections, on the pipeline's thread. Everything that happens on other threads waits in
 * the {@link Inbox} for the next turn, which is a {@link #poll}: what has come is told to the core, then the time, then what the core
 * has sent leaves. The host polls after every batch of calls, so that what was sent in those leaves, too.
 */
final class ZabConsensus implements Consensus {
  private static final ConsensusStatus NOT_ATTACHED =
      new ConsensusStatus(ConsensusStatus.Mode.LOOKING, 0, -1, 0);

  private final PluginContext context;
  private final ZabConfig config;
  private final Inbox inbox = new Inbox();
  private volatile @Nullable Member member;
  private PeerLogins logins = PeerLogins.NONE;
  private @Nullable RecoveredHistory recovered;

  /** One turn has one time, so that the core never sees it go back. */
  private boolean inTurn;

  private long turnNanos;

  /** This server once it is attached: the core and what it is connected with. */
  private record Member(
      ZabServer zab, QuorumConnections links, ElectionConnections elections, DiskWork work) {}

  /**
   * A member that is not attached.
   *
   * @param defects historic defects brought back; empty outside of tests
   */
  ZabConsensus(PluginContext context, Set<Defect> defects) {
    this.context = context;
    this.config = new ZabConfig(context.config(), defects);
  }

  @Override
  public void start() throws PluginException {
    SelectorProvider _ = context.grants().sockets(); // the transport opens them for this engine
    logins = PeerLogins.open(context);
  }

  @Override
  public void attach(ConsensusHost host, RecoveredHistory history) {
    EngineResources resources = host.resources();
    EnsembleSettings ensemble = resources.ensemble();
    if (ensemble.membership().members().isEmpty()) {
      context
          .fatalErrors()
          .stop(
              FatalReason.INVALID_INVOCATION,
              "consensus=zab needs the servers of the ensemble: configure a line server.N for each,"
                  + " or leave the key consensus out",
              null);
      return;
    }
    recovered = history;
    member = member(host, resources);
    inbox.attached(host::wake);
    host.wake();
  }

  private Member member(ConsensusHost host, EngineResources resources) {
    EnsembleSettings ensemble = resources.ensemble();
    PeerAuthentication authentication = logins.authentication(resources.blocking(), context.time());
    ToCore toCore = new ToCore();
    QuorumConnections links =
        new QuorumConnections(
            config.links(ensemble, authentication),
            new QuorumConnections.Surroundings(
                resources.network(), host.state(), inbox, resources.blocking(), context.time()),
            toCore);
    ElectionConnections elections =
        new ElectionConnections(
            config.elections(ensemble, authentication),
            new ElectionConnections.Surroundings(
                resources.network(),
                inbox,
                resources.blocking(),
                context.time(),
                context.fatalErrors()),
            toCore::notified);
    DiskWork work =
        new DiskWork(
            host.state(), ensemble.options().historyShare(), resources.blocking(), inbox, toCore);
    ZabServer zab =
        new ZabServer(
            config.zab(ensemble),
            new ZabParts(
                host,
                elections,
                links,
                work,
                context.fatalErrors(),
                new MeasuredLearners(context.metrics())));
    toCore.zab = zab;
    return new Member(zab, links, elections, work);
  }

  @Override
  public long poll(long nowNanos) {
    Member here = member;
    if (here == null) {
      return Long.MAX_VALUE;
    }
    inTurn = true;
    turnNanos = nowNanos;
    try {
      return turn(here, nowNanos);
    } finally {
      inTurn = false;
    }
  }

  private long turn(Member here, long nowNanos) {
    RecoveredHistory beginning = recovered;
    if (beginning != null) {
      recovered = null;
      here.zab().start(beginning, nowNanos);
    }
    inbox.drain();
    long due = here.zab().poll(nowNanos);
    due = Math.min(due, here.links().poll(nowNanos));
    due = Math.min(due, here.elections().poll(nowNanos));
    here.links().flush();
    return due;
  }

  @Override
  public void propose(Proposal proposal) {
    attached().zab().propose(proposal, now());
  }

  @Override
  public void forward(ForwardedRequest request) {
    attached().zab().forward(request);
  }

  @Override
  public void sync(long ticket) {
    attached().zab().sync(ticket, now());
  }

  @Override
  public void persisted(long zxid) {
    Member here = member;
    if (here != null && recovered == null) {
      here.zab().persisted(zxid, now());
    }
  }

  @Override
  public void revalidate(long sessionId, int timeout) {
    attached().zab().revalidate(sessionId, timeout);
  }

  @Override
  public MembershipChange reconfigure(Request.Reconfig request, long zxid) {
    return attached().zab().reconfigure(request, zxid);
  }

  @Override
  public void restore(StagedState state, Consumer<@Nullable Exception> done) {
    inbox.execute(() -> attached().zab().restore(state, done, now()));
  }

  @Override
  public boolean restores() {
    return status().mode() == ConsensusStatus.Mode.LEADER;
  }

  @Override
  public boolean dropLearner(long serverId) {
    boolean learns = status().learners().stream().anyMatch(one -> one.id() == serverId);
    if (learns) {
      inbox.execute(() -> attached().zab().dropLearner(serverId, now()));
    }
    return learns;
  }

  @Override
  public ConsensusStatus status() {
    Member here = member;
    return here == null ? NOT_ATTACHED : here.zab().status();
  }

  @Override
  public void close() {
    inbox.close();
    Member here = member;
    if (here != null) {
      here.work().close();
      here.links().close();
      here.elections().close();
    }
  }

  private long now() {
    return inTurn ? turnNanos : context.time().monotonicNanos();
  }

  private Member attached() {
    Member here = member;
    if (here == null) {
      throw new IllegalStateException("not attached to a host");
    }
    return here;
  }

  /** Tells the core what its ports report, with the time. Engine's thread. */
  private final class ToCore implements LinkEvents, DiskWork.Outcomes {
    private @Nullable ZabServer zab;

    private ZabServer zab() {
      if (zab == null) {
        throw new IllegalStateException("a port reports before the core is there");
      }
      return zab;
    }

    void notified(long serverId, io.vivarium.zab.message.Notification notification) {
      zab().notified(serverId, notification, now());
    }

    @Override
    public void linkAccepted(long link) {
      zab().linkAccepted(link, now());
    }

    @Override
    public void linkOpened(long link) {
      zab().linkOpened(link, now());
    }

    @Override
    public void received(long link, QuorumMessage message) {
      zab().received(link, message, now());
    }

    @Override
    public void stateArriving(long link) {
      zab().stateArriving(link, now());
    }

    @Override
    public void stateArrived(long link, StagedState state) {
      zab().stateArrived(link, state, now());
    }

    @Override
    public void linkClosed(long link, String reason) {
      zab().linkClosed(link, reason, now());
    }

    @Override
    public void acceptFailed(String reason) {
      zab().acceptFailed(reason, now());
    }

    @Override
    public void rewound(@Nullable StagedState state, String failure) {
      zab().rewound(state, failure, now());
    }

    @Override
    public void neverHad() {
      zab().neverHad(now());
    }

    @Override
    public void secured(@Nullable String failure) {
      zab().secured(failure, now());
    }

    @Override
    public void historyRead(long link, @Nullable HistoryPart part) {
      zab().historyRead(link, part, now());
    }
  }
}
