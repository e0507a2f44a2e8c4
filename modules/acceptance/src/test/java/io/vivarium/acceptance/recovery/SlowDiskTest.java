package io.vivarium.acceptance.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.disk.Disks;
import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleState;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.history.Workload;
import io.vivarium.acceptance.server.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Disks that are slow, and disks of which nothing comes back at all, under working clients: a quorum of good disks is all
 * that an ensemble needs, and nothing is acknowledged without one.
 */
@Tag("ensemble")
class SlowDiskTest {
  @RegisterExtension final EnsembleExtension ensembles = new EnsembleExtension();

  private static final int SESSIONS = 6;
  private static final int SESSION_TIMEOUT_MS = 30_000;

  /** Some thirty times what a disk of a small machine takes. */
  private static final Duration SLOW = Duration.ofMillis(300);

  private Disks disks;
  private EnsembleUnderTest ensemble;

  @BeforeEach
  void start() throws Exception {
    disks = Disks.create();
    ensemble = ensembles.start(disks.under(EnsembleSetup.three()));
  }

  @AfterEach
  void mend() throws Exception {
    disks.close();
  }

  private Workload work(TestInfo test) throws Exception {
    String name = test.getTestMethod().orElseThrow().getName();
    Workload workload =
        ensembles.closing(Workload.start(ensemble, name, SESSIONS, SESSION_TIMEOUT_MS));
    workload.awaitWrites(50);
    return workload;
  }

  /** Waits until a server has waited for its disk: the others do not, and go on meanwhile. */
  private static void awaitSlowForce(Member member) throws Exception {
    Await.until(
        member + " waits for its disk", () -> member.metric("zk_max_fsynctime") >= SLOW.toMillis());
  }

  @Test
  @Tag("brief")
  void aSlowDiskOfTheLeaderChangesNothing(TestInfo test) throws Exception {
    Member leader = ensemble.awaitLeader();
    Workload workload = work(test);
    disks.slow(leader, SLOW);
    awaitSlowForce(leader);
    workload.awaitWrites(50);
    workload.awaitWritesOfAll();
    disks.mend(leader);
    workload.verify(true);
    assertTrue(leader.is("leader"), ensemble::describe);
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void aSlowDiskOfAFollowerChangesNothing(TestInfo test) throws Exception {
    Member leader = ensemble.awaitLeader();
    Member follower = ensemble.others(leader).getFirst();
    Workload workload = work(test);
    disks.slow(follower, SLOW);
    awaitSlowForce(follower);
    workload.awaitWrites(50);
    workload.awaitWritesOfAll();
    disks.mend(follower);
    workload.verify(true);
    assertTrue(leader.is("leader"), ensemble::describe);
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void slowDisksOfAllMakeWritesSlowAndNothingElse(TestInfo test) throws Exception {
    Member leader = ensemble.awaitLeader();
    Workload workload = work(test);
    for (Member member : ensemble.members()) {
      disks.slow(member, SLOW);
    }
    workload.awaitWrites(50);
    workload.awaitWritesOfAll();
    for (Member member : ensemble.members()) {
      awaitSlowForce(member);
      disks.mend(member);
    }
    workload.verify(true);
    assertTrue(leader.is("leader"), ensemble::describe);
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void theOthersGoOnWithoutAFollowerWhoseDiskHangs(TestInfo test) throws Exception {
    Member leader = ensemble.awaitLeader();
    Member follower = ensemble.others(leader).getFirst();
    Workload workload = work(test);
    disks.hang(follower);
    workload.awaitWrites(50);
    workload.awaitWritesOfAll();
    assertTrue(leader.is("leader"), ensemble::describe);
    disks.mend(follower);
    workload.verify(true);
    EnsembleState.assertSame(ensemble);
  }

  /** It may hand over or go on: what counts is that the followers' disks are enough, and that all is still there. */
  @Test
  void nothingIsLostWithALeaderWhoseDiskHangsAndThatIsKilled(TestInfo test) throws Exception {
    Member leader = ensemble.awaitLeader();
    Workload workload = work(test);
    disks.hang(leader);
    workload.awaitWrites(50);
    workload.awaitWritesOfAll();
    leader.kill();
    disks.mend(leader);
    workload.awaitWritesOfAll();
    leader.start();
    ensemble.awaitServing();
    workload.verify(false);
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void nothingIsAcknowledgedThatAQuorumOfDisksDoesNotHold() throws Exception {
    Member leader = ensemble.awaitLeader();
    byte[] data = "not yet on a quorum of disks".getBytes(UTF_8);
    ZooKeeper zk = ensembles.session(leader.connectString());
    List<ZooKeeper> readers = new ArrayList<>();
    for (Member member : ensemble.members()) {
      readers.add(ensembles.client(member));
    }
    for (Member follower : ensemble.others(leader)) {
      disks.hang(follower);
    }
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    zk.create(
        "/unsafe",
        data,
        OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT,
        (rc, path, context, name) -> answer.complete(rc),
        null);
    for (Member member : ensemble.members()) {
      Await.until(member + " has written the txn", () -> member.logged(data));
    }
    for (ZooKeeper reader : readers) {
      assertNull(reader.exists("/unsafe", false), "seen with one disk of three");
    }
    assertFalse(answer.isDone(), "acknowledged with one disk of three");
    disks.mend(ensemble.others(leader).getFirst());
    assertEquals(0, answer.get());
    disks.mend(ensemble.others(leader).getLast());
    EnsembleState.assertSame(ensemble);
  }
}
