package io.vivarium.acceptance.mixed;

import static io.vivarium.acceptance.server.ServerKind.APACHE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleState;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.history.Workload;
import io.vivarium.acceptance.server.ServerKind;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An ensemble of Apache ZooKeeper becomes one of Vivarium server by server, on the same directories and with the same
 * {@code zoo.cfg}, and back again, while clients work: they notice reconnections and nothing else.
 */
@Tag("ensemble")
@Tag("brief")
class TakeoverTest {
  @RegisterExtension final EnsembleExtension ensembles = new EnsembleExtension();

  @Test
  void aRunningEnsembleIsTakenOverServerByServerAndGivenBack() throws Exception {
    EnsembleUnderTest ensemble = ensembles.prepare(EnsembleSetup.of(APACHE, APACHE, APACHE));
    ensemble.startLedBy(3);
    List<String> configurations = configurations(ensemble);
    try (Workload workload = Workload.start(ensemble, "takeover", 6, 15_000)) {
      replaceAll(ensemble, ServerKind.selected(), workload);
      workload.verify(false);
    }
    EnsembleState.assertSame(ensemble);
    try (Workload workload = Workload.start(ensemble, "return", 6, 15_000)) {
      replaceAll(ensemble, APACHE, workload);
      workload.verify(false);
    }
    EnsembleState.assertSame(ensemble);
    assertEquals(configurations, configurations(ensemble));
  }

  /** As an operator does it: the leader last, and each only when the one before serves again. */
  private static void replaceAll(EnsembleUnderTest ensemble, ServerKind kind, Workload workload)
      throws Exception {
    Member leader = ensemble.awaitLeader();
    List<Member> order = new ArrayList<>(ensemble.others(leader));
    order.add(leader);
    for (Member member : order) {
      workload.awaitWrites(50);
      member.stop();
      member.become(kind);
      member.start();
      workload.awaitWritesOfAll();
    }
    assertTrue(ensemble.members().stream().allMatch(member -> member.kind() == kind));
  }

  private static List<String> configurations(EnsembleUnderTest ensemble) throws Exception {
    List<String> texts = new ArrayList<>();
    for (Member member : ensemble.members()) {
      texts.add(Files.readString(member.config()));
    }
    return texts;
  }
}
