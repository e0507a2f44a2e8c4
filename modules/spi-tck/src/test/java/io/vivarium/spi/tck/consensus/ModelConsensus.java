package io.vivarium.spi.tck.consensus;

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The least that keeps every promise of a quorum of one, with flaws that can be switched on. */
final class ModelConsensus implements Consensus {
  private final Set<Flaw> flaws;
  private final List<Proposal> waiting = new ArrayList<>();
  private final List<long[]> syncs = new ArrayList<>();
  private ConsensusHost host;
  private long last;
  private boolean led;
  private Thread straggler;

  /** What can be wrong. */
  enum Flaw {
    DELIVERS_TWICE,
    DELIVERS_BEFORE_PERSISTED,
    REORDERS,
    SWALLOWS_SYNC,
    ANSWERS_SYNC_EARLY,
    ANSWERS_SYNCS_BACKWARDS,
    NEVER_LEADS,
    LEADS_AT_ATTACH,
    LEADS_AGAIN,
    LEADS_FROM_ZERO,
    DELIVERS_AFTER_LOOK,
    DELIVERS_COPIES,
    LOSES_THE_LAST,
    CALLS_FROM_ITS_OWN_THREAD,
    CALLS_AT_CLOSE,
    LEAVES_A_THREAD
  }

  ModelConsensus(Set<Flaw> flaws) {
    this.flaws = flaws;
  }

  /** A provider of engines with these flaws. */
  static ConsensusProvider provider(Flaw... flaws) {
    Set<Flaw> set = EnumSet.noneOf(Flaw.class);
    set.addAll(List.of(flaws));
    return new ConsensusProvider() {
      @Override
      public String id() {
        return "model";
      }

      @Override
      public Consensus create(PluginContext context) {
        ModelConsensus made = new ModelConsensus(set);
        if (set.contains(Flaw.LEAVES_A_THREAD)) {
          made.straggler = context.threads().newThread(ModelConsensus::sleepForLong);
        }
        return made;
      }
    };
  }

  @Override
  public void start() {
    if (straggler != null) {
      straggler.start();
    }
  }

  @Override
  public void attach(ConsensusHost newHost, RecoveredHistory history) {
    host = newHost;
    last = history.lastZxid();
    if (flaws.contains(Flaw.LEADS_AT_ATTACH)) {
      led = true;
      host.roles().lead(0, last);
    }
    host.wake();
  }

  @Override
  public long poll(long nowNanos) {
    boolean again = flaws.contains(Flaw.LEADS_AGAIN);
    if (!flaws.contains(Flaw.NEVER_LEADS) && (!led || again)) {
      led = true;
      long from = flaws.contains(Flaw.LEADS_FROM_ZERO) ? 0 : last;
      host.roles().lead(last >>> 32, from);
    }
    return Long.MAX_VALUE;
  }

  @Override
  public void propose(Proposal proposal) {
    last = proposal.zxid();
    waiting.add(proposal);
    host.delivery().persist(proposal);
    if (flaws.contains(Flaw.DELIVERS_BEFORE_PERSISTED)) {
      deliverUpTo(last);
    }
  }

  @Override
  public void persisted(long zxid) {
    if (flaws.contains(Flaw.CALLS_FROM_ITS_OWN_THREAD)) {
      Thread other = new Thread(() -> deliverUpTo(zxid), "the engine's own");
      other.start();
      joinQuietly(other);
      return;
    }
    if (flaws.contains(Flaw.DELIVERS_AFTER_LOOK) && !waiting.isEmpty()) {
      host.roles().look();
    }
    deliverUpTo(flaws.contains(Flaw.LOSES_THE_LAST) ? zxid - 1 : zxid);
  }

  private void deliverUpTo(long zxid) {
    List<Proposal> due = new ArrayList<>(waiting.stream().filter(p -> p.zxid() <= zxid).toList());
    if (flaws.contains(Flaw.REORDERS) && due.size() > 1) {
      due.addFirst(due.removeLast());
    }
    for (Proposal proposal : due) {
      waiting.remove(proposal);
      Proposal given =
          flaws.contains(Flaw.DELIVERS_COPIES)
              ? new Proposal(proposal.zxid(), proposal.txn().duplicate())
              : proposal;
      host.delivery().deliver(given);
      if (flaws.contains(Flaw.DELIVERS_TWICE)) {
        host.delivery().deliver(given);
      }
      answerSyncs();
    }
    answerSyncs();
  }

  @Override
  public void sync(long ticket) {
    if (flaws.contains(Flaw.SWALLOWS_SYNC)) {
      return;
    }
    if (flaws.contains(Flaw.ANSWERS_SYNC_EARLY)) {
      host.delivery().synced(ticket);
      return;
    }
    syncs.add(new long[] {waiting.isEmpty() ? 0 : last, ticket});
    answerSyncs();
  }

  private void answerSyncs() {
    long oldest = waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().zxid();
    List<long[]> due = new ArrayList<>(syncs.stream().filter(s -> s[0] < oldest).toList());
    syncs.removeAll(due);
    if (flaws.contains(Flaw.ANSWERS_SYNCS_BACKWARDS)) {
      due = due.reversed();
    }
    due.forEach(sync -> host.delivery().synced(sync[1]));
  }

  @Override
  public void forward(ForwardedRequest request) {
    throw new IllegalStateException("nobody to forward to");
  }

  @Override
  public ConsensusStatus status() {
    return new ConsensusStatus(ConsensusStatus.Mode.STANDALONE, 0, -1, 0);
  }

  @Override
  public void close() {
    if (flaws.contains(Flaw.CALLS_AT_CLOSE) && host != null) {
      host.roles().look();
    }
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleepForLong() {
    try {
      Thread.sleep(600_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
