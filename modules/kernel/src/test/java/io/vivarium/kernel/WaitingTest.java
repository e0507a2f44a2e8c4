package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.metrics.Spread;
import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.metrics.SummaryReading;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long requests take, how long they may, and what a stop waits for; on clocks and gates of the test's. */
@Timeout(120)
class WaitingTest {
  private static final Request.Exists READ = new Request.Exists("/none", false);
  private static final Request.GetAllChildrenNumber COUNT = new Request.GetAllChildrenNumber("/");

  private static Request.Create create(String path) {
    return new Request.Create(OpCode.CREATE, path, new byte[1000], Acl.OPEN, 0, 0);
  }

  private static long count(GatedServer server, String name) {
    for (MetricReading reading : server.view().metrics().readings()) {
      if (reading instanceof MetricReading.Count count && count.name().equals(name)) {
        return count.value();
      }
    }
    throw new AssertionError("no counter " + name);
  }

  @Test
  void aReadThatIsAnsweredAtOnceStillTakesTheTimeUntilItsBatchIsDone() throws Exception {
    try (GatedServer server = new GatedServer(new SlidingTime(3));
        WireClient client = WireClient.connect(server.port())) {
      for (int i = 0; i < 5; i++) {
        client.ask(READ);
      }
      Spread reads = server.view().stats().traffic().readLatency();
      assertEquals(5, reads.count());
      assertTrue(reads.min() >= 3, () -> "at least one look at the clock later: " + reads.min());
      assertTrue(reads.average() >= 3.0);
    }
  }

  @Test
  void theReadsOfOneBatchTookTheSameAndAreAllCounted() throws Exception {
    try (GatedServer server = new GatedServer(new SlidingTime(3));
        WireClient client = WireClient.connect(server.port())) {
      Request[] batch = new Request[200];
      java.util.Arrays.fill(batch, COUNT);
      client.send(batch);
      for (int i = 0; i < batch.length; i++) {
        client.answer(new ArrayList<>());
      }
      // The next one is counted before it is answered, and the batch before it.
      client.ask(READ);
      Spread reads = server.view().stats().traffic().readLatency();
      assertEquals(201, reads.count());
      assertTrue(reads.min() >= 3, () -> "least " + reads.min());
    }
  }

  @Test
  void aRequestThatWaitedTooLongIsAnsweredInItsPlaceAndNotDone() throws Exception {
    try (GatedServer server = new GatedServer(new SlidingTime(5), "throttled_op_wait_time=3");
        WireClient client = WireClient.connect(server.port())) {
      client.send(create("/late"), COUNT, create("/later"));
      List<Integer> errors = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        WireClient.Arrival.Answer answer = client.answer(new ArrayList<>());
        assertEquals(i, answer.header().xid());
        errors.add(answer.header().error());
      }
      assertEquals(ErrorCode.THROTTLED_OP.code(), errors.getFirst());
      assertEquals(ErrorCode.THROTTLED_OP.code(), errors.getLast());
      assertTrue(count(server, "throttled_ops") >= 2);
      assertEquals(
          ErrorCode.NO_NODE.code(),
          client.ask(new Request.Exists("/late", false)).header().error());
      assertEquals(ErrorCode.OK.code(), client.ask(new Request.CloseSession()).header().error());
    }
  }

  @Test
  void withinTheLimitEverythingIsDone() throws Exception {
    try (GatedServer server =
            new GatedServer(new SlidingTime(1), "throttled_op_wait_time=1000000");
        WireClient client = WireClient.connect(server.port())) {
      assertEquals(ErrorCode.OK.code(), client.ask(create("/a")).header().error());
      assertEquals(0, count(server, "throttled_ops"));
    }
  }

  @Test
  void whatIsReadAndWrittenIsCountedByTheFirstPartOfItsPath() throws Exception {
    try (GatedServer server = new GatedServer();
        WireClient client = WireClient.connect(server.port())) {
      client.ask(create("/app"));
      client.ask(create("/app/child"));
      client.ask(create("/app"));
      client.ask(new Request.SetData("/app", new byte[50], -1));
      client.ask(new Request.GetData("/app", false));
      client.ask(new Request.Exists("/app/child", false));
      client.ask(new Request.Exists("/app/none", false));
      client.ask(new Request.GetChildren("/app", false, true));
      client.ask(new Request.GetChildren("/", false, true));
      client.ask(
          new Request.MultiRead(
              List.of(
                  new Request.GetData("/app/child", false),
                  new Request.GetChildren("/app", false, false))));
      client.ask(new Request.Delete("/app/child", -1));
      SummaryReading reads = bytes(server, "read_per_namespace");
      SummaryReading writes = bytes(server, "write_per_namespace");
      int stat = 68;
      int app = "/app".length();
      int child = "/app/child".length();
      int name = "child".length();
      assertEquals(4, writes.count());
      assertEquals((app + 1000) + (child + 1000) + (app + 50) + child, writes.sum());
      assertEquals(5, reads.count());
      assertEquals(
          5L * stat + (app + 50) + child + (app + name) + (child + 1000) + (app + name),
          reads.sum());
    }
  }

  private static SummaryReading bytes(GatedServer server, String family) {
    List<MetricReading.Distributed> found = new ArrayList<>();
    for (MetricReading reading : server.view().metrics().readings()) {
      if (reading instanceof MetricReading.Distributed one && one.name().equals(family)) {
        found.add(one);
      }
    }
    assertEquals(1, found.size(), "the root is in no namespace");
    assertEquals("app", found.getFirst().key());
    return found.getFirst().spread();
  }

  @Test
  void aStopDoesNotWaitForTheRestOfASnapshot() throws Exception {
    try (GatedServer server = new GatedServer("snapCount=600")) {
      List<Long> before = server.snapshots();
      try (WireClient client = WireClient.connect(server.port())) {
        server.shutSnapshots();
        for (int i = 0; i < 700; i++) {
          client.ask(create("/n" + i));
        }
        server.awaitSnapshotPart();
        Thread closing = new Thread(server::close);
        closing.start();
        awaitCall(closing, "awaitTermination");
        server.openSnapshots();
        closing.join();
      }
      assertEquals(before, server.snapshots(), "the snapshot was given up");
    }
  }

  /** Waits until a thread is in a method, or has ended without getting there. */
  private static void awaitCall(Thread thread, String method) {
    while (thread.isAlive()) {
      for (StackTraceElement frame : thread.getStackTrace()) {
        if (frame.getMethodName().equals(method)) {
          return;
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("ended without " + method);
  }
}
