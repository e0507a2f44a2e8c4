package io.vivarium.consensus.zab.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.consensus.ConsensusStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Whole engines against each other, in threads of their own and over the transport that is shipped. */
class EnsembleOverTcpTest {
  private static final long PATIENCE_SECONDS = 30;

  private final List<String> written = new ArrayList<>();
  private String name;

  @BeforeEach
  void nameTheStorages(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void threeServersAgreeOnWhatIsWrittenAnywhere() throws Exception {
    try (TinyEnsemble ensemble = new TinyEnsemble(name, 3, 0, 500)) {
      ensemble.start(1, 2, 3);
      ensemble.allServe();
      for (int i = 0; i < 10; i++) {
        for (long id = 1; id <= 3; id++) {
          write(ensemble.server(id));
        }
      }
      ensemble.allHave(written);
      assertEquals(ConsensusStatus.Mode.LEADER, ensemble.leader().status().mode());
      assertEquals(ConsensusStatus.Mode.FOLLOWER, ensemble.follower().status().mode());
      assertEquals(
          ensemble.leader().id(),
          ensemble.follower().status().leaderId(),
          "who leads, says a follower");
    }
  }

  @Test
  void oneServerIsAnEnsembleOfItsOwn() throws Exception {
    try (TinyEnsemble ensemble = new TinyEnsemble(name, 1, 0, 500)) {
      ensemble.start(1);
      write(ensemble.leader());
      ensemble.allHave(written);
      assertEquals(0, get(ensemble.leader().sync()) >>> 63);
    }
  }

  @Test
  void twoOfThreeGoOnAndTheThirdCatchesUpByItsMissingTxns() throws Exception {
    try (TinyEnsemble ensemble = new TinyEnsemble(name, 3, 0, 500)) {
      ensemble.start(1, 2, 3);
      ensemble.allServe();
      write(ensemble.leader());
      long lost = ensemble.follower().id();
      ensemble.stop(lost);
      for (int i = 0; i < 20; i++) {
        write(ensemble.leader());
      }
      ensemble.start(lost);
      ensemble.allServe();
      ensemble.allHave(written);
    }
  }

  @Test
  void aServerWithoutAnythingIsSentTheState() throws Exception {
    try (TinyEnsemble ensemble = new TinyEnsemble(name, 3, 0, 500)) {
      ensemble.start(1, 2);
      write(ensemble.leader());
      // More than is kept in memory, so that the third cannot be served from there.
      writeAtOnce(ensemble.leader(), 600);
      get(ensemble.leader().snapshot());
      ensemble.start(3);
      ensemble.allServe();
      ensemble.allHave(written);
      ensemble.stop(3);
      write(ensemble.leader());
      ensemble.start(3);
      ensemble.allServe();
      ensemble.allHave(written);
    }
  }

  @Test
  void whenTheLeaderIsGoneTheOthersElectAnother() throws Exception {
    try (TinyEnsemble ensemble = new TinyEnsemble(name, 3, 0, 500)) {
      ensemble.start(1, 2, 3);
      ensemble.allServe();
      write(ensemble.leader());
      long old = ensemble.leader().id();
      ensemble.stop(old);
      TinyServer leader = ensemble.leader();
      assertFalse(leader.id() == old);
      write(leader);
      ensemble.start(old);
      ensemble.allServe();
      ensemble.allHave(written);
    }
  }

  @Test
  void everythingSurvivesThatAllAreStopped() throws Exception {
    try (TinyEnsemble ensemble = new TinyEnsemble(name, 3, 0, 500)) {
      ensemble.start(1, 2, 3);
      ensemble.allServe();
      for (int i = 0; i < 5; i++) {
        write(ensemble.follower());
      }
      for (long id = 1; id <= 3; id++) {
        ensemble.stop(id);
      }
      ensemble.start(1, 2, 3);
      ensemble.allServe();
      ensemble.allHave(written);
      write(ensemble.leader());
      ensemble.allHave(written);
    }
  }

  @Test
  void anObserverLearnsAndForwards() throws Exception {
    try (TinyEnsemble ensemble = new TinyEnsemble(name, 3, 1, 500)) {
      ensemble.start(1, 2, 3);
      ensemble.allServe();
      write(ensemble.leader());
      ensemble.start(4);
      ensemble.allServe();
      write(ensemble.server(4));
      write(ensemble.leader());
      ensemble.allHave(written);
      assertEquals(ConsensusStatus.Mode.OBSERVER, ensemble.server(4).status().mode());
    }
  }

  @Test
  void aSyncBringsWhatWasAcknowledgedElsewhere() throws Exception {
    try (TinyEnsemble ensemble = new TinyEnsemble(name, 3, 0, 500)) {
      ensemble.start(1, 2, 3);
      ensemble.allServe();
      TinyServer follower = ensemble.follower();
      for (int i = 0; i < 20; i++) {
        long zxid = write(ensemble.leader());
        assertTrue(get(follower.sync()) >= zxid);
      }
    }
  }

  @Test
  void sessionsAreAskedForAndReported() throws Exception {
    try (TinyEnsemble ensemble = new TinyEnsemble(name, 3, 0, 500)) {
      ensemble.start(1, 2, 3);
      ensemble.allServe();
      TinyServer follower = ensemble.follower();
      assertTrue(get(follower.revalidate(2)));
      assertFalse(get(follower.revalidate(3)));
      ensemble.await(
          "the follower's session is reported",
          () -> ensemble.leader().touched().contains(follower.id()));
    }
  }

  private long write(TinyServer server) throws Exception {
    String body = "txn " + written.size();
    long zxid = get(server.write(body));
    written.add(body);
    return zxid;
  }

  private void writeAtOnce(TinyServer server, int count) throws Exception {
    List<CompletableFuture<Long>> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String body = "txn " + written.size();
      writes.add(server.write(body));
      written.add(body);
    }
    for (CompletableFuture<Long> write : writes) {
      get(write);
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
