package io.vivarium.acceptance.combinations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.ServerKind;
import java.nio.file.Files;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three servers that keep nothing on disk, set up as README of {@code plugins/storage-memory} says. */
@Tag("ensemble")
@Tag("brief")
class InMemoryEnsembleTest {
  @RegisterExtension static final EnsembleExtension ENSEMBLES = new EnsembleExtension();

  @Test
  void serversThatHaveForgottenLearnFromTheLeaderAndGoOnWithoutIt() throws Exception {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    EnsembleUnderTest ensemble =
        ENSEMBLES.prepare(
            EnsembleSetup.three().with("storage", "memory").with("db.autocreate", "false"));
    for (Member member : ensemble.members()) {
      Files.createFile(member.dataDirectory().resolve("initialize"));
    }
    ensemble.start();
    Member leader = ensemble.awaitLeader();
    ZooKeeper client = ENSEMBLES.session(leader.connectString());
    client.create("/kept", "data".getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);

    for (Member follower : ensemble.others(leader)) {
      follower.kill();
      follower.start();
      assertTrue(follower.log().contains("this server does not vote"), follower::log);
      Await.until(follower + " follows", () -> follower.is("follower"));
    }
    leader.kill();
    ensemble.awaitLeader(ensemble.others(leader));
    for (Member other : ensemble.others(leader)) {
      ZooKeeper reader = ENSEMBLES.session(other.connectString());
      assertArrayEquals("data".getBytes(UTF_8), reader.getData("/kept", false, null));
    }
  }
}
