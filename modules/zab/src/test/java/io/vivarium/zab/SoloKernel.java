package io.vivarium.zab;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.storage.DurableNumber;
import java.util.OptionalLong;

/** The kernel of a {@link Solo}: writes down what it is told. */
final class SoloKernel extends KernelOfTests {
  private final Solo solo;

  SoloKernel(Solo solo) {
    this.solo = solo;
  }

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
  public void install(StagedState state) {
    solo.say("install " + Solo.hex(state.zxid()));
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
}
