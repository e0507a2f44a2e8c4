package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeEnsemble;
import io.vivarium.bench.FakeServer;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads that are tried until they are served. */
class AttemptTest {
  private static final int GET = 4;
  private static final byte[] PATH = Requests.path("/wanted");

  @TempDir private Path directory;

  /** Runs the task as soon as the server has been asked so often. */
  private static CountDownLatch asked(FakeServer server, int times, Runnable task) {
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (server.count(GET) < times) {
                Thread.onSpinWait();
              }
              task.run();
              done.countDown();
            });
    return done;
  }

  @Test
  void whatIsThereIsServedAtOnce() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone");
        Network network = new Network(1)) {
      long before = System.nanoTime();
      long served = Attempt.toRead(network, server.address(), PATH).await();
      assertTrue(served - before > 0 && System.nanoTime() - served > 0);
      assertEquals(1, server.count(GET));
    }
  }

  @Test
  void whatIsNotThereYetIsAskedForAgain() throws Exception {
    Set<String> znodes = ConcurrentHashMap.newKeySet();
    try (FakeServer server = new FakeServer(0, "standalone", znodes);
        Network network = new Network(1)) {
      CountDownLatch made = asked(server, 3, () -> znodes.add("/wanted"));
      Attempt.toRead(network, server.address(), PATH).await();
      assertTrue(made.await(60, TimeUnit.SECONDS));
      assertTrue(server.count(GET) >= 3, "asked " + server.count(GET));
    }
  }

  @Test
  void aServerThatHangsUpIsConnectedToAgain() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone");
        Network network = new Network(1)) {
      server.hangUpOn = GET;
      CountDownLatch healed = asked(server, 2, () -> server.hangUpOn = 0);
      Attempt.toRead(network, server.address(), PATH).await();
      assertTrue(healed.await(60, TimeUnit.SECONDS));
      assertTrue(server.count(GET) >= 3);
    }
  }

  @Test
  void aConnectionThatIsNeverAnsweredIsGivenUp() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone");
        Network network = new Network(1)) {
      server.deaf.set(2);
      Attempt.toRead(network, server.address(), PATH).await();
      assertEquals(0, server.deaf.get());
      assertEquals(1, server.welcomed.size());
    }
  }

  @Test
  void aServerThatIsStillToStartIsWaitedFor() throws Exception {
    try (FakeEnsemble servers = new FakeEnsemble(1, directory);
        Network network = new Network(1)) {
      servers.kill(0);
      Attempt attempt = Attempt.toRead(network, servers.addresses().getFirst(), PATH);
      servers.restart(0);
      // It serves, and has not got it yet.
      CountDownLatch made =
          asked(servers.server(0), 1, () -> servers.server(0).znodes().add("/wanted"));
      attempt.await();
      assertTrue(made.await(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void anErrorIsNoAnswer() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone");
        Network network = new Network(1)) {
      server.error = -4;
      CountDownLatch healed = asked(server, 5, () -> server.error = 0);
      Attempt.toRead(network, server.address(), PATH).await();
      assertTrue(healed.await(60, TimeUnit.SECONDS));
      assertTrue(server.count(GET) > 5);
    }
  }

  @Test
  void afterItsAnswerItAsksNoMore() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone");
        Network network = new Network(1)) {
      Attempt.toRead(network, server.address(), PATH).await();
      Attempt.toRead(network, server.address(), PATH).await();
      assertEquals(2, server.count(GET), "one each");
    }
  }
}
