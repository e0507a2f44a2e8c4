package io.vivarium.acceptance.failover;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.ServerKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Kills the leader of three servers and measures, from that moment, the first write that is acknowledged (the opening of a
 * session is one) and the last of a hundred sessions that is served again. Ours and Apache's take turns, with the same
 * {@code tickTime}. {@code -Dvivarium.acceptance.failovers=N} sets the number of rounds.
 */
class FailoverMeasurement {
  @RegisterExtension final EnsembleExtension ensembles = new EnsembleExtension();

  private static final int ROUNDS = Integer.getInteger("vivarium.acceptance.failovers", 5);
  private static final int SESSIONS = 100;
  private static final String TICK_MS = "2000";

  /** Milliseconds from the death of the leader. */
  private record Outage(double firstWrite, double lastSession) {}

  @Test
  void fromTheDeathOfTheLeaderToTheFirstWriteAndTheLastSession() throws Exception {
    Map<ServerKind, List<Outage>> outages = new TreeMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      for (ServerKind kind : EnumSet.of(ServerKind.selected(), ServerKind.APACHE)) {
        Outage outage = measure(kind);
        outages.computeIfAbsent(kind, first -> new ArrayList<>()).add(outage);
        System.out.printf("failover round %d %-8s %s%n", round, kind, text(outage));
      }
    }
    outages.forEach(
        (kind, all) -> System.out.printf("failover median  %-8s %s%n", kind, text(median(all))));
  }

  private static String text(Outage outage) {
    return "first write after %.0f ms, last of %d sessions after %.0f ms"
        .formatted(outage.firstWrite(), SESSIONS, outage.lastSession());
  }

  private static Outage median(List<Outage> all) {
    List<Double> writes = all.stream().map(Outage::firstWrite).sorted().toList();
    List<Double> sessions = all.stream().map(Outage::lastSession).sorted().toList();
    return new Outage(writes.get(all.size() / 2), sessions.get(all.size() / 2));
  }

  private Outage measure(ServerKind kind) throws Exception {
    EnsembleSetup setup =
        EnsembleSetup.of(kind, kind, kind)
            .with("tickTime", TICK_MS)
            .with("initLimit", "10")
            .with("syncLimit", "5");
    EnsembleUnderTest ensemble = ensembles.prepare(setup).startLedBy(3);
    List<Integer> ports = ensemble.members().stream().map(Member::port).toList();
    List<ProbeSession> sessions = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(ensembles.closing(new ProbeSession(ports, i)));
      }
      AtomicLong firstWrite = new AtomicLong();
      List<Future<Long>> served = new ArrayList<>();
      for (ProbeSession session : sessions) {
        served.add(executor.submit(servedAgain(session, firstWrite)));
      }
      ensemble.member(3).kill();
      long start = System.nanoTime();
      ensembles.closing(new ProbeSession(ports.subList(0, 2), 0));
      firstWrite.set(System.nanoTime());
      long last = 0;
      for (Future<Long> one : served) {
        last = Math.max(last, one.get());
      }
      ensemble.close();
      return new Outage((firstWrite.get() - start) / 1e6, (last - start) / 1e6);
    }
  }

  /** Keeps a session served until the ensemble has recovered; returns when it was last reconnected, or now. */
  private static Callable<Long> servedAgain(ProbeSession session, AtomicLong firstWrite) {
    return () -> {
      long reconnected = 0;
      while (true) {
        boolean recovered = firstWrite.get() != 0;
        if (!session.answers()) {
          reconnected = session.reconnected();
        } else if (recovered) {
          return reconnected == 0 ? System.nanoTime() : reconnected;
        }
      }
    };
  }
}
