package io.vivarium.zab;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.MembershipKeeper;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RoleChanges;
import io.vivarium.spi.consensus.SessionLiveness;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.TxnLog;
import java.util.OptionalLong;

/** The kernel of a {@link Solo}: writes down what it is told. */
final class SoloKernel
    implements ConsensusHost,
        RoleChanges,
        Delivery,
        StateTransfer,
        SessionLiveness,
        MembershipKeeper,
        Storage {
  private final Solo solo;

  SoloKernel(Solo solo) {
    this.solo = solo;
  }

  @Override
  public EngineResources resources() {
    throw new UnsupportedOperationException("not needed");
  }

  @Override
  public RoleChanges roles() {
    return this;
  }

  @Override
  public Delivery delivery() {
    return this;
  }

  @Override
  public StateTransfer state() {
    return this;
  }

  @Override
  public SessionLiveness sessions() {
    return this;
  }

  @Override
  public MembershipKeeper membership() {
    return this;
  }

  @Override
  public void wake() {}

  @Override
  public void lead(long epoch, long lastZxid) {
    solo.say("lead " + epoch + " after " + Solo.hex(lastZxid));
  }

  @Override
  public void follow(long epoch, long lastZxid) {
    solo.say("follow " + epoch + " from " + Solo.hex(lastZxid));
  }

  @Override
  public void look() {
    solo.say("look");
  }

  @Override
  public void serveReadOnly() {
    solo.say("read only");
  }

  @Override
  public void persist(Proposal proposal) {
    solo.say("log " + Solo.hex(proposal.zxid()));
  }

  @Override
  public void deliver(Proposal proposal) {
    solo.say("deliver " + Solo.hex(proposal.zxid()));
  }

  @Override
  public void submit(ForwardedRequest request) {
    solo.say("submit " + request.opCode() + " from " + request.origin());
  }

  @Override
  public void synced(long ticket) {
    solo.say("synced " + ticket);
  }

  @Override
  public long appliedZxid() {
    throw new UnsupportedOperationException("the machine knows");
  }

  @Override
  public Storage storage() {
    return this;
  }

  @Override
  public void install(StagedState state) {
    solo.say("install " + Solo.hex(state.zxid()));
  }

  @Override
  public long export(SnapshotWriter to) {
    throw new UnsupportedOperationException("done by the port");
  }

  @Override
  public IncomingState receive(long zxid) {
    throw new UnsupportedOperationException("done by the port");
  }

  @Override
  public StagedState rewind(long zxid) {
    throw new UnsupportedOperationException("done by the port");
  }

  @Override
  public void secure() {
    throw new UnsupportedOperationException("done by the port");
  }

  @Override
  public DurableNumber number(String name) {
    return new DurableNumber() {
      @Override
      public OptionalLong read() {
        Long value = solo.numbers.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
      }

      @Override
      public void write(long value) {
        solo.numbers.put(name, value);
        solo.say(name + " " + value);
      }
    };
  }

  @Override
  public TxnLog log() {
    throw new UnsupportedOperationException("the machine reads no log");
  }

  @Override
  public SnapshotStore snapshots() {
    throw new UnsupportedOperationException("the machine reads no snapshots");
  }

  @Override
  public void start() {}

  @Override
  public void close() {}

  @Override
  public void drainTouched(TouchedSession to) {
    to.touched(71, 4000);
    to.touched(72, 4000);
  }

  @Override
  public boolean touch(long sessionId, int timeout) {
    solo.say("touch " + sessionId + " " + timeout);
    return true;
  }

  @Override
  public boolean reattach(long sessionId, int timeout, long origin) {
    solo.say("reattach " + sessionId + " " + timeout + " at " + origin);
    return sessionId == 71;
  }

  @Override
  public void revalidated(long sessionId, boolean valid) {
    solo.say("revalidated " + sessionId + " " + valid);
  }

  @Override
  public void proposed(Membership membership) {
    solo.say("proposed " + Solo.hex(membership.version()));
  }

  @Override
  public void committed(Membership membership) {
    solo.say("committed " + Solo.hex(membership.version()));
  }

  @Override
  public void show(Membership membership) {}
}
