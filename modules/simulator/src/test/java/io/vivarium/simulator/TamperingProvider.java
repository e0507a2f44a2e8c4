package io.vivarium.simulator;

import io.vivarium.consensus.zab.ZabConsensusProvider;
import io.vivarium.model.Request;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine {@code zab} with a mistake that it never made, to show that it would be noticed. */
record TamperingProvider(Mistake mistake) implements ConsensusProvider {
  /** What is done wrong. */
  enum Mistake {
    /** A sync is answered without asking anybody. */
    ANSWERS_SYNCS_AT_ONCE,
    /** What is broadcast is not what was proposed. */
    CHANGES_PROPOSALS
  }

  private static final ConsensusProvider ZAB = new ZabConsensusProvider();

  @Override
  public String id() {
    return ZAB.id();
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return ZAB.configKeys();
  }

  @Override
  public Consensus create(PluginContext context) throws PluginException {
    return new Engine(ZAB.create(context), mistake);
  }

  private static final class Engine implements Consensus {
    /** Where the time is in a txn, which nothing else depends on. */
    private static final int TIME_AT = 20;

    private final Consensus zab;
    private final Mistake mistake;
    private @Nullable ConsensusHost host;

    Engine(Consensus zab, Mistake mistake) {
      this.zab = zab;
      this.mistake = mistake;
    }

    @Override
    public void start() throws PluginException {
      zab.start();
    }

    @Override
    public void attach(ConsensusHost given, RecoveredHistory history) {
      host = given;
      zab.attach(given, history);
    }

    @Override
    public void propose(Proposal proposal) {
      if (mistake != Mistake.CHANGES_PROPOSALS) {
        zab.propose(proposal);
        return;
      }
      ByteBuffer changed = ByteBuffer.allocate(proposal.txn().remaining());
      changed.put(proposal.txn().duplicate()).flip();
      changed.putLong(TIME_AT, changed.getLong(TIME_AT) + 1);
      zab.propose(new Proposal(proposal.zxid(), changed.asReadOnlyBuffer()));
    }

    @Override
    public void sync(long ticket) {
      if (mistake == Mistake.ANSWERS_SYNCS_AT_ONCE && host != null) {
        host.delivery().synced(ticket);
      } else {
        zab.sync(ticket);
      }
    }

    @Override
    public void forward(ForwardedRequest request) {
      zab.forward(request);
    }

    @Override
    public void persisted(long zxid) {
      zab.persisted(zxid);
    }

    @Override
    public long poll(long nowNanos) {
      return zab.poll(nowNanos);
    }

    @Override
    public void revalidate(long sessionId, int timeout) {
      zab.revalidate(sessionId, timeout);
    }

    @Override
    public MembershipChange reconfigure(Request.Reconfig request, long zxid) {
      return zab.reconfigure(request, zxid);
    }

    @Override
    public ConsensusStatus status() {
      return zab.status();
    }

    @Override
    public void close() {
      zab.close();
    }
  }
}
