package io.vivarium.acceptance.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleState;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.history.Workload;
import io.vivarium.acceptance.server.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Cables are pulled and power is cut under working clients. In contrast to a killed process nobody is told: servers and clients have to
 * notice by themselves, and connections of long ago may come back to life.
 */
@Tag("ensemble")
class HostsTest {
  @RegisterExtension final EnsembleExtension ensembles = new EnsembleExtension();

  private static final int SESSIONS = 6;
  private static final int SESSION_TIMEOUT_MS = 30_000;

  private Hosts hosts;
  private EnsembleUnderTest ensemble;
  private Workload workload;

  @BeforeEach
  void start(TestInfo test) throws Exception {
    hosts = Hosts.create();
    ensemble = ensembles.start(hosts.under(EnsembleSetup.three()));
    String name = test.getTestMethod().orElseThrow().getName();
    workload = ensembles.closing(Workload.start(ensemble, name, SESSIONS, SESSION_TIMEOUT_MS));
    workload.awaitWrites(50);
  }

  @AfterEach
  void remove() throws Exception {
    if (ensemble != null) {
      ensemble.close();
    }
    if (hosts != null) {
      hosts.close();
    }
  }

  private void verify() throws Exception {
    ensemble.awaitServing();
    workload.verify(false);
    EnsembleState.assertSame(ensemble);
  }

  @Test
  @Tag("brief")
  void aLeaderWithoutANetworkIsReplacedAndFollowsAfterwards() throws Exception {
    Member old = ensemble.awaitLeader();
    hosts.unplug(old);
    ensemble.awaitLeader(ensemble.others(old));
    workload.awaitWritesOfAll();
    hosts.plug(old);
    Await.until("the old leader follows", () -> old.is("follower"));
    verify();
  }

  @Test
  void aLeaderThatLosesItsPowerIsReplacedAndFollowsAfterwards() throws Exception {
    Member old = ensemble.awaitLeader();
    hosts.unplug(old);
    old.kill();
    ensemble.awaitLeader(ensemble.others(old));
    workload.awaitWritesOfAll();
    hosts.plug(old);
    old.start();
    verify();
  }

  @Test
  void aFollowerWithoutANetworkDisturbsNobodyAndComesBack() throws Exception {
    Member leader = ensemble.awaitLeader();
    Member follower = ensemble.others(leader).getFirst();
    hosts.unplug(follower);
    workload.awaitWritesOfAll();
    hosts.plug(follower);
    Await.until("the follower is back", () -> follower.is("follower"));
    assertTrue(leader.is("leader"), ensemble::describe);
    verify();
  }

  @Test
  void aServerThatIsLeftAloneServesNobodyUntilAnotherIsBack() throws Exception {
    Member alone = ensemble.awaitLeader();
    Member first = ensemble.others(alone).getFirst();
    Member second = ensemble.others(alone).getLast();
    hosts.unplug(first);
    hosts.unplug(second);
    Await.until("the last one serves nobody", () -> alone.status().isEmpty());
    hosts.plug(first);
    workload.awaitWritesOfAll();
    hosts.plug(second);
    verify();
  }
}
