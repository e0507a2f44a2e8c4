package io.vivarium.kernel.pipeline;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine that does what the test says, in the turn of the pipeline that follows, and notes what it is told. One that is not attached
 * only takes notes. */
final class ScriptedEngine implements Consensus {
  private final List<Consumer<ConsensusHost>> script = new ArrayList<>();
  private @Nullable ConsensusHost host;

  /** Not delivered yet. */
  final List<Proposal> proposed = new ArrayList<>();

  final List<ForwardedRequest> forwarded = new ArrayList<>();
  final List<Long> syncs = new ArrayList<>();

  /** How far it was told that the log is durable, each time. */
  final List<Long> durable = new ArrayList<>();

  final List<Long> asked = new ArrayList<>();

  /** What it says about changes of the membership. */
  MembershipChange verdict =
      new MembershipChange.Refused(ErrorCode.UNIMPLEMENTED, "not in the script");

  ConsensusHost host() {
    if (host == null) {
      throw new IllegalStateException("not attached yet");
    }
    return host;
  }

  /** Has this done in the next turn. */
  void then(Consumer<ConsensusHost> step) {
    script.add(step);
    host().wake();
  }

  @Override
  public void start() {}

  @Override
  public void attach(ConsensusHost given, RecoveredHistory history) {
    host = given;
  }

  @Override
  public void propose(Proposal proposal) {
    proposed.add(proposal);
    if (host != null) {
      host.delivery().persist(proposal);
    }
  }

  @Override
  public void forward(ForwardedRequest request) {
    forwarded.add(request);
  }

  @Override
  public void sync(long ticket) {
    syncs.add(ticket);
  }

  @Override
  public void revalidate(long sessionId, int timeout) {
    asked.add(sessionId);
  }

  @Override
  public MembershipChange reconfigure(Request.Reconfig request, long zxid) {
    return verdict;
  }

  @Override
  public void persisted(long zxid) {
    durable.add(zxid);
  }

  @Override
  public long poll(long nowNanos) {
    List<Consumer<ConsensusHost>> steps = List.copyOf(script);
    script.clear();
    steps.forEach(step -> step.accept(host()));
    return Long.MAX_VALUE;
  }

  @Override
  public ConsensusStatus status() {
    return new ConsensusStatus(ConsensusStatus.Mode.LOOKING, 0, -1, 0);
  }

  @Override
  public void close() {}
}
