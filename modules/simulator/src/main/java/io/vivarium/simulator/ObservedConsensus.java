package io.vivarium.simulator;

import io.vivarium.model.Request;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.MembershipKeeper;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.RoleChanges;
import io.vivarium.spi.consensus.SessionLiveness;
import io.vivarium.spi.consensus.StateTransfer;
import java.nio.ByteBuffer;

/** An engine with somebody who watches what it tells its host. */
final class ObservedConsensus implements Consensus {
  /** Told right after the host was. */
  interface Witness {
    /** The server is the primary of an epoch. */
    void leads(long epoch);

    /** The server serves under a primary elsewhere. */
    void follows(long epoch);

    /** The server has no role. */
    void looks();

    /** A txn was applied. */
    void delivered(long zxid, ByteBuffer bytes);
  }

  private final Consensus engine;
  private final Witness witness;

  ObservedConsensus(Consensus engine, Witness witness) {
    this.engine = engine;
    this.witness = witness;
  }

  @Override
  public void start() throws PluginException {
    engine.start();
  }

  @Override
  public void close() {
    engine.close();
  }

  @Override
  public void attach(ConsensusHost host, RecoveredHistory history) {
    engine.attach(new Host(host, witness), history);
  }

  @Override
  public void propose(Proposal proposal) {
    engine.propose(proposal);
  }

  @Override
  public void forward(ForwardedRequest request) {
    engine.forward(request);
  }

  @Override
  public void sync(long ticket) {
    engine.sync(ticket);
  }

  @Override
  public void persisted(long zxid) {
    engine.persisted(zxid);
  }

  @Override
  public long poll(long nowNanos) {
    return engine.poll(nowNanos);
  }

  @Override
  public void revalidate(long sessionId, int timeout) {
    engine.revalidate(sessionId, timeout);
  }

  @Override
  public MembershipChange reconfigure(Request.Reconfig request, long zxid) {
    return engine.reconfigure(request, zxid);
  }

  @Override
  public ConsensusStatus status() {
    return engine.status();
  }

  private record Host(ConsensusHost host, Witness witness) implements ConsensusHost {
    @Override
    public EngineResources resources() {
      return host.resources();
    }

    @Override
    public RoleChanges roles() {
      return new Roles(host.roles(), witness);
    }

    @Override
    public Delivery delivery() {
      return new Deliveries(host.delivery(), witness);
    }

    @Override
    public StateTransfer state() {
      return host.state();
    }

    @Override
    public SessionLiveness sessions() {
      return host.sessions();
    }

    @Override
    public MembershipKeeper membership() {
      return host.membership();
    }

    @Override
    public void wake() {
      host.wake();
    }
  }

  private record Roles(RoleChanges roles, Witness witness) implements RoleChanges {
    @Override
    public void lead(long epoch, long lastZxid) {
      roles.lead(epoch, lastZxid);
      witness.leads(epoch);
    }

    @Override
    public void follow(long epoch, long lastZxid) {
      roles.follow(epoch, lastZxid);
      witness.follows(epoch);
    }

    @Override
    public void look() {
      roles.look();
      witness.looks();
    }

    @Override
    public void serveReadOnly() {
      roles.serveReadOnly();
    }
  }

  private record Deliveries(Delivery delivery, Witness witness) implements Delivery {
    @Override
    public void persist(Proposal proposal) {
      delivery.persist(proposal);
    }

    @Override
    public void deliver(Proposal proposal) {
      delivery.deliver(proposal);
      witness.delivered(proposal.zxid(), proposal.txn());
    }

    @Override
    public void submit(ForwardedRequest request) {
      delivery.submit(request);
    }

    @Override
    public void synced(long ticket) {
      delivery.synced(ticket);
    }
  }
}
