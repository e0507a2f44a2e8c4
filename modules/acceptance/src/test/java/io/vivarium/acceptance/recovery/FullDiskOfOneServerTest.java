package io.vivarium.acceptance.recovery;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleState;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.ConnectionLossException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit on the size of files stands for the full disk, which needs no privileges. */
@Tag("ensemble")
class FullDiskOfOneServerTest {
  @RegisterExtension final EnsembleExtension ensembles = new EnsembleExtension();

  private static final int LIMIT_KIB = 2_048;
  private static final int DATA = 100_000;

  @ParameterizedTest
  @ValueSource(strings = {"leader", "follower"})
  void aServerWhoseDiskIsFullLeavesAndTheOthersGoOn(String role) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash for ulimit");
    EnsembleUnderTest ensemble = ensembles.prepare(EnsembleSetup.three());
    Member full = ensemble.member(role.equals("leader") ? 3 : 1);
    full.through("/bin/bash", "-c", "ulimit -f " + LIMIT_KIB + "; exec \"$@\"", "limited");
    ensemble.startLedBy(3);
    ZooKeeper zk = ensembles.session(ensemble.member(2).connectString());
    int written = writeUntilGone(zk, full);
    assertTrue(ensemble.awaitLeader(ensemble.others(full)).alive());
    write(zk, "/goes-on");
    full.kill();
    full.through();
    full.start();
    EnsembleState.assertSame(ensemble);
    assertTrue(zk.exists("/" + written, false) != null, "node " + written);
  }

  /** Returns the last node of which every write up to it has been acknowledged. */
  private static int writeUntilGone(ZooKeeper zk, Member full) throws Exception {
    int written = 0;
    while (full.alive() && full.status().isPresent()) {
      write(zk, "/" + written);
      written++;
      assertTrue(written < 100, "the limit did not stop " + full);
    }
    return written - 1;
  }

  /** Writes once, however often the connection is lost meanwhile. */
  private static void write(ZooKeeper zk, String path) throws Exception {
    Await.until(
        path + " is written",
        Duration.ofSeconds(60),
        () -> {
          try {
            zk.create(path, new byte[DATA], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            return true;
          } catch (NodeExistsException writtenBefore) {
            return true;
          } catch (ConnectionLossException again) {
            return false;
          }
        });
  }
}
