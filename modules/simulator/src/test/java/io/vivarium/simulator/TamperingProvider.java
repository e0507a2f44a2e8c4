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

/** An engine with a mistake that it never made, to show that it would be noticed. */
record TamperingProvider(ConsensusProvider sound, Mistake mistake) implements ConsensusProvider {
  /** What is done wrong. */
  enum Mistake {
    /** A sync is answered without asking anybody. */
    ANSWERS_SYNCS_AT_ONCE,
    /** What is broadcast is not what was proposed. */
    CHANGES_PROPOSALS,
    /** What was proposed is delivered before the log has it. */
    DELIVERS_EARLY
  }

  /** The engine {@code zab} with it. */
  TamperingProvider(Mistake mistake) {
    this(new ZabConsensusProvider(), mistake);
  }

  @Override
  public String id() {
    return sound.id();
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return sound.configKeys();
  }

  @Override
  public Consensus create(PluginContext context) throws PluginException {
    return new Engine(sound.create(context), mistake);
  }

  private static final class Engine implements Consensus {
    /** Where the time is in a txn, which nothing else depends on. */
    private static final int TIME_AT = 20;

    private final Consensus engine;
    private final Mistake mistake;
    private @Nullable ConsensusHost host;
    private long lastProposed;

    Engine(Consensus engine, Mistake mistake) {
      this.engine = engine;
      this.mistake = mistake;
    }

    @Override
    public void start() throws PluginException {
      engine.start();
    }

    @Override
    public void attach(ConsensusHost given, RecoveredHistory history) {
      host = given;
      engine.attach(given, history);
    }

    @Override
    public void propose(Proposal proposal) {
      lastProposed = proposal.zxid();
      if (mistake != Mistake.CHANGES_PROPOSALS) {
        engine.propose(proposal);
        return;
      }
      ByteBuffer changed = ByteBuffer.allocate(proposal.txn().remaining());
      changed.put(proposal.txn().duplicate()).flip();
      changed.putLong(TIME_AT, changed.getLong(TIME_AT) + 1);
      engine.propose(new Proposal(proposal.zxid(), changed.asReadOnlyBuffer()));
    }

    @Override
    public void sync(long ticket) {
      if (mistake == Mistake.ANSWERS_SYNCS_AT_ONCE && host != null) {
        host.delivery().synced(ticket);
      } else {
        engine.sync(ticket);
      }
    }

    @Override
    public void forward(ForwardedRequest request) {
      engine.forward(request);
    }

    @Override
    public void persisted(long zxid) {
      engine.persisted(zxid);
    }

    @Override
    public long poll(long nowNanos) {
      if (mistake == Mistake.DELIVERS_EARLY) {
        engine.persisted(lastProposed);
      }
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

    @Override
    public void close() {
      engine.close();
    }
  }
}
