package io.vivarium.spi.consensus;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.spi.Plugin;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts txns in one order on all servers: primary-order broadcast of opaque proposals. A quorum of one, ZAB and Raft fit here.
 *
 * <p>Thread contract: after {@link #attach} every method but {@link #status} is called by the pipeline's thread and does not block;
 * the engine calls {@link ConsensusHost} from inside those calls only, except where a host method says any thread. An engine with
 * threads of its own (sockets, timers) queues what they bring, calls {@link ConsensusHost#wake}, and acts in {@link #poll}.
 */
public interface Consensus extends Plugin {
  /** Hands over the host and the recovered history; the engine begins to look for its role in the next {@link #poll}. */
  void attach(ConsensusHost host, RecoveredHistory history);

  /** Broadcasts a proposal; called on the primary only, zxids ascending. */
  void propose(Proposal proposal);

  /** Sends a write to the primary; called on others only. Order is kept per session. */
  void forward(ForwardedRequest request);

  /**
   * Asks for a barrier: {@link Delivery#synced} is called with the ticket after everything acknowledged to anyone before this call
   * has been delivered here. Tickets are answered in order, and each before anything is delivered that was proposed or forwarded
   * here after it.
   */
  void sync(long ticket);

  /** The log is durable up to and including this zxid. */
  void persisted(long zxid);

  /**
   * Does what time and peers have made due.
   *
   * @param nowNanos the monotonic clock
   * @return when to be called again at the latest, on the same clock; {@link Long#MAX_VALUE} for no wish
   */
  long poll(long nowNanos);

  /**
   * Asks the primary whether a session that this server knows may be attached here; called on others only. Answered by {@link
   * SessionLiveness#revalidated}, unless the role ends before.
   *
   * @param timeout negotiated timeout in ms
   */
  default void revalidate(long sessionId, int timeout) {
    throw new IllegalStateException("this engine has no primary elsewhere to ask");
  }

  /**
   * Judges a change of the membership on the primary, when it is prepared. An accepted one is proposed next, with exactly this zxid.
   *
   * @param zxid the zxid that the change will have
   */
  default MembershipChange reconfigure(Request.Reconfig request, long zxid) {
    return new MembershipChange.Refused(
        ErrorCode.UNIMPLEMENTED, "this server has no ensemble to change");
  }

  /**
   * Puts a state that an operator brings in the place of the one that is served, on all servers: clients are dropped, what they wrote
   * since is gone. Any thread; returns at once.
   *
   * @param done told null when the state is served and durable, on a quorum where there are several servers, otherwise why it is not;
   *     on any thread, which it must not keep
   */
  default void restore(StagedState state, Consumer<@Nullable Exception> done) {
    throw new IllegalStateException("this engine restores nothing");
  }

  /** Whether {@link #restore} is possible here and now; with several servers only the primary can. Any thread. */
  default boolean restores() {
    return false;
  }

  /**
   * Closes the connection of a server that learns from this one, because an operator wants it; it may connect again. Any thread; returns
   * at once.
   *
   * @return false when no such server learns from this one
   */
  default boolean dropLearner(long serverId) {
    return false;
  }

  /** Where the engine stands. Any thread. */
  ConsensusStatus status();
}
