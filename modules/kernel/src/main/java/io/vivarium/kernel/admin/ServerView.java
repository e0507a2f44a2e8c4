package io.vivarium.kernel.admin;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.tree.Quota;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A running server as operators see it; the kernel implements it. Every method may be called from any thread at any time, must
 * not block on a lock that a request may hold, and answers with what is true about now: two calls may be a few txns apart.
 * Methods that start with {@code visit} walk a structure that may be large; they stop as soon as the visitor says so.
 */
public interface ServerView {
  /** The trace mask of a fresh server. */
  long DEFAULT_TRACE_MASK = 0b1_0011_0010;

  /** What the server calls itself. */
  ServerVersion version();

  /** Where it stands in its ensemble. */
  Standing standing();

  /** Its configuration. */
  ConfigurationView configuration();

  /** The znodes. */
  Tree tree();

  /** The watches. */
  Watches watches();

  /** The sessions. */
  Sessions sessions();

  /** Counters of client traffic. */
  ServerStats stats();

  /** Every figure, those of {@link #stats()} and of plugins included. */
  KernelMetrics metrics();

  /** What {@code envi} prints, in this order; see {@link ProcessEnvironment}. */
  SequencedMap<String, String> environment();

  /** Bits that choose what is traced; kept for tools that set it. */
  long traceMask();

  /** Replaces the trace mask. */
  void traceMask(long mask);

  /** Starts all statistics afresh; whoever keeps some elsewhere, as a leader does of proposals, adds those. */
  default void resetStats() {
    stats().reset();
    metrics().reset();
  }

  /** The server in its ensemble. */
  interface Standing {
    /** Whether clients are served, be it for reading only. */
    boolean serving();

    /** What this server is; {@code READ_ONLY} while it serves without a quorum. */
    ConsensusStatus.Mode mode();

    /** The last txn applied. */
    long lastZxid();

    /** Milliseconds since it began to serve. */
    long uptimeMs();

    /** What its engine says. */
    default ConsensusStatus status() {
      return new ConsensusStatus(mode(), 0, -1, 0);
    }

    /** The servers of the ensemble as they are now. */
    default Membership membership() {
      return Membership.NONE;
    }

    /** Further lines of {@code mntr}, by name without {@code zk_}: {@code peer_state} and its like in an ensemble. */
    default SequencedMap<String, String> monitorLines() {
      return Collections.emptyNavigableMap();
    }

    /** Sizes of proposals when this server leads an ensemble, else null. */
    default @Nullable ProposalSizes proposalSizes() {
      return null;
    }
  }

  /** Bytes of the last, smallest and largest proposal; −1 before the first. */
  record ProposalSizes(long last, long min, long max) {}

  /** The znodes. */
  interface Tree {
    /** How many znodes there are, the root and system nodes included. */
    long nodeCount();

    /** How many of them are ephemeral. */
    long ephemeralCount();

    /** Bytes of paths and data, roughly. */
    long approximateSize();

    /** Digests of the tree as recorded every 128 txns, oldest first; a bounded number. */
    List<RecordedDigest> digests();

    /** How many sessions own ephemeral znodes. */
    int sessionsWithEphemerals();

    /** The quotas with what is used of them. Iterating tolerates writers. */
    Iterable<Quota> quotas();

    /** The ephemeral znodes of one session, in no order. */
    List<String> ephemerals(long sessionId);

    /** Walks all ephemeral znodes; those of a session follow each other. */
    void visitEphemerals(PathVisitor visitor);
  }

  /** The digest of the tree after a txn. */
  record RecordedDigest(long zxid, int version, long value) {}

  /** The watches. */
  interface Watches {
    /** All watches of all kinds. */
    long count();

    /** What {@code wchs} counts: watches on data and existence, and persistent ones. */
    WatchSummary summary();

    /**
     * Walks the watches of {@link #summary}; those of a session follow each other.
     *
     * @param most how many are visited, and kept in memory meanwhile, at most
     */
    void visitBySession(int most, PathVisitor visitor);

    /** The same with those on a path following each other. */
    void visitByPath(int most, PathVisitor visitor);
  }

  /** How many sessions watch how many paths, with how many watches in all. */
  record WatchSummary(long sessions, long paths, long watches) {}

  /** Takes a path and the session that has to do with it. */
  @FunctionalInterface
  interface PathVisitor {
    /** Returns whether to go on. */
    boolean visit(long sessionId, String path);
  }

  /** The sessions. */
  interface Sessions {
    /** Sessions known to the whole ensemble. */
    int globalCount();

    /** Sessions known to this server only. */
    default int localCount() {
      return 0;
    }

    /**
     * When sessions expire, soonest first. Null on a learner, which does not decide that.
     *
     * @return buckets of sessions that expire together; empty buckets may be among them
     */
    @Nullable List<ExpiryBucket> expiry();

    /** Global sessions with their timeouts in ms; asked for on learners only. */
    Map<Long, Integer> global();

    /** Local sessions with their timeouts in ms; null when the server has no local sessions. */
    default @Nullable Map<Long, Integer> local() {
      return null;
    }
  }

  /** Sessions that expire together, unless they are heard of, at a time in ms since 1970. */
  record ExpiryBucket(long expiresAtMs, List<Long> sessionIds) {}

  /** One listener with its connections: a word that arrives at the plain port knows nothing of those of the secure one. */
  interface Listener {
    /** The connections open now. Iterating tolerates connections that come and go. */
    Iterable<? extends ConnectionView> connections();

    /** Starts the statistics of each connection afresh. */
    void resetConnectionStats();
  }
}
