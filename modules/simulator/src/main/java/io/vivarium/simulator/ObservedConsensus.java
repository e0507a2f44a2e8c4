package io.vivarium.simulator;

import io.vivarium.model.Request;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.MembershipKeeper;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.RoleChanges;
import io.vivarium.spi.consensus.SessionLiveness;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An engine with somebody who watches what it tells its host. The membership is kept on the simulated disk, as a server keeps it beside
 * its configuration file.
 */
final class ObservedConsensus implements Consensus {
  /** Told right after the host was. */
  interface Witness {
    /** The server is the primary of an epoch. */
    void leads(long epoch);

    /** The server serves under a primary elsewhere. */
    void follows(long epoch);

    /** The server has no role. */
    void looks();

    /** The primary is about to propose a txn. */
    void proposes(long zxid, ByteBuffer bytes);

    /** A txn was applied. */
    void delivered(long zxid, ByteBuffer bytes);

    /** A membership is in force. */
    void inForce(Membership membership);

    /** A state is being written for another server: the world goes on meanwhile. */
    void meanwhile();
  }

  private final Consensus engine;
  private final Disk disk;
  private final Witness witness;

  ObservedConsensus(Consensus engine, Disk disk, Witness witness) {
    this.engine = engine;
    this.disk = disk;
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
    engine.attach(new Host(host, disk, witness), history);
  }

  @Override
  public void propose(Proposal proposal) {
    witness.proposes(proposal.zxid(), proposal.txn());
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

  private record Host(ConsensusHost host, Disk disk, Witness witness) implements ConsensusHost {
    /** With the membership that the server has kept instead of the configured one. */
    @Override
    public EngineResources resources() {
      EngineResources given = host.resources();
      EnsembleSettings configured = given.ensemble();
      Membership committed = disk.committed();
      EnsembleSettings kept =
          new EnsembleSettings(
              configured.serverId(),
              committed == null ? configured.membership() : withSelf(committed, configured),
              disk.proposed(),
              configured.timing(),
              configured.options());
      return new EngineResources(kept, given.network(), given.random(), given.blocking());
    }

    /** A server refuses to start with files that leave it out; its operator adds the line of one that is to join. */
    private static Membership withSelf(Membership kept, EnsembleSettings configured) {
      long self = configured.serverId();
      if (kept.members().containsKey(self)) {
        return kept;
      }
      String line = Machine.line(Math.toIntExact(self), "observer");
      return Membership.parse(kept.text() + line + "\n").withVersion(kept.version());
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
      return new States(host.state(), witness);
    }

    @Override
    public SessionLiveness sessions() {
      return host.sessions();
    }

    @Override
    public MembershipKeeper membership() {
      return new Keeper(host.membership(), disk, witness);
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

  private record Keeper(MembershipKeeper keeper, Disk disk, Witness witness)
      implements MembershipKeeper {
    @Override
    public void proposed(Membership membership) throws IOException {
      disk.propose(membership);
      keeper.proposed(membership);
    }

    @Override
    public void committed(Membership membership) throws IOException {
      disk.commit(membership);
      witness.inForce(membership);
      keeper.committed(membership);
    }

    @Override
    public void show(Membership membership) {
      keeper.show(membership);
    }
  }

  private record States(StateTransfer state, Witness witness) implements StateTransfer {
    @Override
    public long appliedZxid() {
      return state.appliedZxid();
    }

    @Override
    public Storage storage() {
      return state.storage();
    }

    @Override
    public long export(SnapshotWriter to) throws IOException {
      return state.export(new Slowly(to, witness));
    }

    @Override
    public IncomingState receive(long zxid) {
      return state.receive(zxid);
    }

    @Override
    public @Nullable StagedState rewind(long zxid) throws IOException {
      return state.rewind(zxid);
    }

    @Override
    public void install(StagedState staged) {
      state.install(staged);
    }

    @Override
    public void secure() throws IOException {
      state.secure();
    }
  }

  private record Slowly(SnapshotWriter writer, Witness witness) implements SnapshotWriter {
    @Override
    public void write(ByteBuffer bytes) throws StorageException {
      writer.write(bytes);
      witness.meanwhile();
    }

    @Override
    public void seal() throws StorageException {
      writer.seal();
    }

    @Override
    public void commit() throws StorageException {
      writer.commit();
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
