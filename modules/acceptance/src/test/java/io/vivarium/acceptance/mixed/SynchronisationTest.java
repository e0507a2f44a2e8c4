package io.vivarium.acceptance.mixed;

import static io.vivarium.acceptance.server.ServerKind.APACHE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleState;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.ensemble.PeerNetwork.Synchronisation;
import io.vivarium.acceptance.ensemble.SyncMode;
import io.vivarium.acceptance.history.Workload;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import java.util.List;
import java.util.concurrent.Phaser;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A learner that has fallen behind, or gone astray, is brought up to date in the way that its case calls for. */
@Tag("ensemble")
@ParameterizedClass
@EnumSource(SynchronisationTest.Direction.class)
class SynchronisationTest {
  @RegisterExtension static final EnsembleExtension ENSEMBLES = new EnsembleExtension();

  /** More than the 500 txns that a leader keeps in memory. */
  private static final int BEYOND_MEMORY = 700;

  private static final int LEARNER = 3;

  @Parameter Direction direction;

  /** Which kind the servers 1 and 2 are, that lead, and which kind server 3 is, that learns. */
  enum Direction {
    APACHE_TEACHES_US(APACHE, ServerKind.selected()),
    WE_TEACH_APACHE(ServerKind.selected(), APACHE),
    WE_TEACH_US(ServerKind.selected(), ServerKind.selected());

    private final ServerKind leading;
    private final ServerKind learning;

    Direction(ServerKind leading, ServerKind learning) {
      this.leading = leading;
      this.learning = learning;
    }

    EnsembleSetup setup() {
      return EnsembleSetup.of(leading, leading, learning).withRelays();
    }
  }

  /** Server 2 leads, server 3 follows, and nothing but memory can be taken from for a DIFF. */
  private EnsembleUnderTest withoutDiskHistory() throws Exception {
    EnsembleSetup setup = direction.setup().property("zookeeper.snapshotSizeFactor", "-1");
    EnsembleUnderTest ensemble = ENSEMBLES.shared(direction, setup);
    if (!ensemble.member(LEARNER).alive()) {
      ensemble.startLedBy(2);
    }
    return ensemble;
  }

  private static void write(EnsembleUnderTest ensemble, String home, int nodes) throws Exception {
    ZooKeeper zk = ENSEMBLES.session(ensemble.member(2).connectString());
    zk.create(home, null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    Phaser answered = new Phaser(nodes + 1);
    for (int i = 0; i < nodes; i++) {
      byte[] data = ("data " + i).getBytes(UTF_8);
      zk.create(
          home + "/" + i,
          data,
          OPEN_ACL_UNSAFE,
          CreateMode.PERSISTENT,
          (rc, path, context, name) -> answered.arrive(),
          null);
    }
    answered.arriveAndAwaitAdvance();
    assertEquals(nodes, zk.getAllChildrenNumber(home));
  }

  private static void assertSynchronised(EnsembleUnderTest ensemble, int before, SyncMode mode) {
    List<Synchronisation> all = ensemble.network().synchronisations();
    List<SyncMode> modes =
        all.subList(before, all.size()).stream()
            .filter(one -> one.learner() == LEARNER)
            .map(Synchronisation::mode)
            .toList();
    assertEquals(List.of(mode), modes);
  }

  @Test
  void aShortLagIsMadeUpWithTheTxnsThatAreMissing() throws Exception {
    EnsembleUnderTest ensemble = withoutDiskHistory();
    int before = ensemble.network().synchronisations().size();
    ensemble.member(LEARNER).kill();
    write(ensemble, "/short-lag", 50);
    ensemble.member(LEARNER).start();
    assertSynchronised(ensemble, before, SyncMode.DIFF);
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void aLagBeyondWhatIsKeptIsMadeUpWithASnapshot() throws Exception {
    EnsembleUnderTest ensemble = withoutDiskHistory();
    int before = ensemble.network().synchronisations().size();
    ensemble.member(LEARNER).kill();
    write(ensemble, "/long-lag", BEYOND_MEMORY);
    ensemble.member(LEARNER).start();
    assertSynchronised(ensemble, before, SyncMode.SNAP);
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void aServerThatLostItsDataDirectoryGetsASnapshotAndKeepsIt() throws Exception {
    EnsembleUnderTest ensemble = withoutDiskHistory();
    write(ensemble, "/before-the-loss", BEYOND_MEMORY);
    int before = ensemble.network().synchronisations().size();
    Member learner = ensemble.member(LEARNER);
    learner.kill();
    learner.wipe();
    learner.start();
    assertSynchronised(ensemble, before, SyncMode.SNAP);
    EnsembleState.assertSame(ensemble);
    // what it was given is on its own disk: the next start needs the difference only
    int again = ensemble.network().synchronisations().size();
    learner.kill();
    learner.start();
    assertSynchronised(ensemble, again, SyncMode.DIFF);
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void aLearnerIsBroughtUpToDateWhileWritesGoOn() throws Exception {
    EnsembleUnderTest ensemble = withoutDiskHistory();
    try (Workload workload = Workload.start(ensemble, "catching-up", 6, 15_000)) {
      for (int round = 0; round < 3; round++) {
        ensemble.member(LEARNER).kill();
        workload.awaitWrites(200 + 300 * round);
        ensemble.member(LEARNER).start();
      }
      workload.verify(true);
    }
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void aLagBeyondMemoryIsMadeUpFromTheLogOnDiskWhereThatIsAllowed() throws Exception {
    EnsembleSetup setup = direction.setup().property("zookeeper.snapshotSizeFactor", "100000");
    EnsembleUnderTest ensemble = ENSEMBLES.prepare(setup).startLedBy(2);
    int before = ensemble.network().synchronisations().size();
    write(ensemble, "/known", 10);
    ensemble.awaitSameZxid();
    ensemble.member(LEARNER).kill();
    write(ensemble, "/long-lag", BEYOND_MEMORY);
    ensemble.member(LEARNER).start();
    assertSynchronised(ensemble, before, SyncMode.DIFF);
    EnsembleState.assertSame(ensemble);
  }

  /** Server 3 leads at first, and dies with txns in its log that nobody else has. */
  @Test
  void txnsThatWereNeverCommittedAreCutOff() throws Exception {
    EnsembleUnderTest ensemble = ENSEMBLES.prepare(direction.setup()).startLedBy(3);
    Member old = ensemble.member(LEARNER);
    // a session that nobody expires meanwhile: the new leader must have no txn of its own
    ZooKeeper zk = ENSEMBLES.closing(Clients.connect(old.connectString(), 60_000, new EventLog()));
    zk.create("/committed", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    ensemble.awaitSameZxid();
    ensemble.network().silence(LEARNER, 1);
    ensemble.network().silence(LEARNER, 2);
    for (int i = 0; i < 5; i++) {
      byte[] data = ("never committed " + i).getBytes(UTF_8);
      zk.create(
          "/astray-" + i,
          data,
          OPEN_ACL_UNSAFE,
          CreateMode.PERSISTENT,
          (rc, path, context, name) -> {},
          null);
    }
    Await.until("they are logged", () -> old.logged("never committed 4".getBytes(UTF_8)));
    old.kill();
    Member leader = ensemble.awaitLeader(ensemble.others(old));
    ensemble.network().heal();
    int before = ensemble.network().synchronisations().size();
    old.start();
    assertSynchronised(ensemble, before, SyncMode.TRUNC);
    assertNull(ENSEMBLES.client(old).exists("/astray-0", false));
    ENSEMBLES.client(leader).create("/goes-on", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    EnsembleState.assertSame(ensemble);
    old.kill();
    old.start();
    EnsembleState.assertSame(ensemble);
  }

  /** As above, but the others have gone on in an epoch of their own. */
  @Test
  void txnsThatWereNeverCommittedDoNotMixWithThoseOfALaterEpoch() throws Exception {
    EnsembleUnderTest ensemble = ENSEMBLES.prepare(direction.setup()).startLedBy(3);
    Member old = ensemble.member(LEARNER);
    ZooKeeper zk = ENSEMBLES.client(old);
    zk.create("/committed", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    ensemble.network().silence(LEARNER, 1);
    ensemble.network().silence(LEARNER, 2);
    zk.create(
        "/astray",
        "never committed".getBytes(UTF_8),
        OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT,
        (rc, path, context, name) -> {},
        null);
    Await.until("it is logged", () -> old.logged("never committed".getBytes(UTF_8)));
    old.kill();
    ensemble.awaitLeader(ensemble.others(old));
    ensemble.network().heal();
    write(ensemble, "/later-epoch", 20);
    old.start();
    assertNull(ENSEMBLES.session(old.connectString()).exists("/astray", false));
    EnsembleState.assertSame(ensemble);
    old.kill();
    old.start();
    assertNull(ENSEMBLES.session(old.connectString()).exists("/astray", false));
    EnsembleState.assertSame(ensemble);
  }
}
