package io.vivarium.spi.consensus;

import io.vivarium.model.ensemble.Membership;
import org.jspecify.annotations.Nullable;

/**
 * What a server is told of its ensemble when it starts. A server without one is given {@link #STANDALONE}.
 *
 * @param serverId number of this server, 0 to 255 where sessions are to be unique
 * @param membership the servers, as configured or as committed last
 * @param proposed a newer membership that was seen and not known to be committed when the server stopped; null when there is none
 * @param timing limits
 * @param options switches
 */
public record EnsembleSettings(
    long serverId,
    Membership membership,
    @Nullable Membership proposed,
    Timing timing,
    Options options) {

  /** A server on its own. */
  public static final EnsembleSettings STANDALONE =
      new EnsembleSettings(
          1,
          Membership.NONE,
          null,
          new Timing(3000, 10, 5, 10),
          new Options(false, false, false, 0, true, false, false, 500, 0.33));

  /**
   * Time limits.
   *
   * @param tickMs length of a tick in ms, at least 1
   * @param initLimit ticks to connect and to catch up
   * @param syncLimit ticks of silence or lag after which a peer is given up
   * @param connectLimit ticks to connect to a leader
   */
  public record Timing(int tickMs, int initLimit, int syncLimit, int connectLimit) {
    /** {@code initLimit} in ms. */
    public long initMs() {
      return (long) tickMs * initLimit;
    }

    /** {@code syncLimit} in ms. */
    public long syncMs() {
      return (long) tickMs * syncLimit;
    }

    /** {@code connectLimit} in ms. */
    public long connectMs() {
      return (long) tickMs * connectLimit;
    }
  }

  /**
   * Switches.
   *
   * @param reconfig whether clients may change the membership, and peers' newer memberships are adopted
   * @param multiAddress whether a server may have several addresses
   * @param listenOnAllIps whether peers are awaited on every address of the machine
   * @param observerMasterPort port at which followers serve observers; 0 for none
   * @param observersLog whether an observer keeps log and snapshots
   * @param secure whether peers talk TLS ({@code sslQuorum})
   * @param readOnly whether reads are served without a quorum
   * @param historyCount committed txns kept in memory for learners, at least 500
   * @param historyShare share of a snapshot's size up to which a learner is brought up from the log on disk; negative for never
   */
  public record Options(
      boolean reconfig,
      boolean multiAddress,
      boolean listenOnAllIps,
      int observerMasterPort,
      boolean observersLog,
      boolean secure,
      boolean readOnly,
      int historyCount,
      double historyShare) {}
}
