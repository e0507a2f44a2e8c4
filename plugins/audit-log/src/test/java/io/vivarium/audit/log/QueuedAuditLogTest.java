package io.vivarium.audit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditEvent.Actor;
import io.vivarium.spi.audit.AuditEvent.Operation;
import io.vivarium.spi.audit.AuditEvent.Result;
import io.vivarium.spi.audit.AuditEvent.Target;
import io.vivarium.spi.tck.TckContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of events when the disk is slow, full or hangs. */
class QueuedAuditLogTest {
  private final TckContext context = new TckContext(Map.of());
  private final TextRecord format = new TextRecord(ZoneOffset.UTC, false);

  private QueuedAuditLog started(AuditSink sink, int queue, boolean stop) throws Exception {
    QueuedAuditLog log = new QueuedAuditLog(sink, format, queue, stop, context);
    log.start();
    return log;
  }

  private static AuditEvent delete(String path) {
    Actor ann = new Actor(1, List.of("ann"), null);
    return new AuditEvent(
        0, Operation.DELETE, Result.SUCCESS, 1, ann, new Target(path, null, null));
  }

  private static String line(String path) {
    return "session=0x1\tuser=ann\toperation=delete\tznode=" + path + "\tresult=success";
  }

  @Test
  void whileTheDiskHangsNobodyWaitsAndWhatIsLostIsCounted() throws Exception {
    GatedSink sink = new GatedSink(true, 0);
    QueuedAuditLog log = started(sink, 2, false);
    log.record(delete("/first"));
    sink.reached.await();
    for (int i = 0; i < 5; i++) {
      log.record(delete("/" + i)); // returns although the writer hangs
    }
    sink.gate.countDown();
    log.close();
    assertEquals(
        List.of(
            line("/first"),
            "operation=auditRecordsLost\tcount=3\tresult=failure",
            line("/0"),
            line("/1")),
        sink.lines);
    assertEquals(List.of(), context.fatalErrorsReported());
  }

  @Test
  void afterADiskWasFullTheLogTellsOfItsGap() throws Exception {
    GatedSink sink = new GatedSink(false, 1);
    QueuedAuditLog log = started(sink, 100, false);
    log.record(delete("/lost"));
    log.close();
    assertEquals(List.of("operation=auditRecordsLost\tcount=1\tresult=failure"), sink.lines);
  }

  @Test
  void whatWasWrittenBeforeTheDiskWasFullIsNotCountedAsLost() throws Exception {
    GatedSink sink = new GatedSink(true, 0);
    sink.room = 3;
    QueuedAuditLog log = started(sink, 100, false);
    log.record(delete("/first"));
    sink.reached.await();
    for (int i = 0; i < 5; i++) {
      log.record(delete("/" + i)); // one batch, of which two records have room
    }
    sink.gate.countDown();
    log.close();
    assertEquals(
        List.of(
            line("/first"),
            line("/0"),
            line("/1"),
            "operation=auditRecordsLost\tcount=3\tresult=failure"),
        sink.lines);
  }

  @Test
  void aGapThatWasToldOfIsNotToldAgain() throws Exception {
    GatedSink sink = new GatedSink(true, 0);
    sink.room = 2;
    QueuedAuditLog log = started(sink, 2, false);
    log.record(delete("/first"));
    sink.reached.await();
    for (int i = 0; i < 3; i++) {
      log.record(delete("/" + i)); // the last finds the queue full
    }
    sink.gate.countDown();
    log.close();
    assertEquals(
        List.of(
            line("/first"),
            "operation=auditRecordsLost\tcount=1\tresult=failure",
            "operation=auditRecordsLost\tcount=2\tresult=failure"),
        sink.lines);
  }

  @Test
  void aRotationThatFailsLosesNothingAndStopsNobody(@TempDir Path directory) throws Exception {
    Files.createFile(Files.createDirectory(directory.resolve("a.log.1")).resolve("in the way"));
    Path file = directory.resolve("a.log");
    QueuedAuditLog log = started(new RotatingFile(file, 10, 1, context.time()), 100, true);
    for (int i = 0; i < 5; i++) {
      log.record(delete("/" + i));
    }
    log.close();
    assertEquals(5, Files.readAllLines(file).size());
    assertEquals(List.of(), context.fatalErrorsReported());
  }

  @Test
  void aServerThatMayNotGoOnWithoutItsAuditLogStops() throws Exception {
    GatedSink sink = new GatedSink(false, Integer.MAX_VALUE);
    QueuedAuditLog log = started(sink, 100, true);
    log.record(delete("/lost"));
    log.close();
    String reported = String.join("\n", context.fatalErrorsReported());
    assertTrue(reported.startsWith("STORAGE_WRITE: an audit record is lost"), reported);
    assertTrue(reported.contains("No space left on device"), reported);
    assertTrue(reported.contains("audit.whenLost=continue"), reported);
  }

  /** A hundred requests that are refused must not push out of the files what is there to be found. */
  @Test
  void aLongPathIsCutSoThatNobodyCanFillTheFilesNorTheMemory() throws Exception {
    GatedSink sink = new GatedSink(false, 0);
    QueuedAuditLog log = started(sink, 100, false);
    String path = "/" + "p".repeat(1_000_000);
    Actor ann = new Actor(1, List.of("ann"), null);
    Target target = new Target(path, null, "world:anyone:r,".repeat(60_000));
    log.record(new AuditEvent(0, Operation.SET_ACL, Result.FAILURE, 0, ann, target));
    log.record(delete("/" + "p".repeat(BoundedEvent.LONGEST - 1)));
    log.close();
    String cut = sink.lines.getFirst();
    assertTrue(cut.length() < 3 * BoundedEvent.LONGEST, () -> "it has " + cut.length());
    assertTrue(cut.contains("znode=/pppp") && cut.contains("... (1000001 characters)"), cut);
    assertEquals(line("/" + "p".repeat(BoundedEvent.LONGEST - 1)), sink.lines.getLast());
  }

  @Test
  void aCloseWritesWhatWaits() throws Exception {
    GatedSink sink = new GatedSink(false, 0);
    QueuedAuditLog log = started(sink, 10_000, false);
    for (int i = 0; i < 5000; i++) {
      log.record(delete("/a"));
    }
    log.close();
    assertEquals(5000, sink.lines.size());
  }

  @Test
  void aCloseFindsTheWriterAlsoWhenTheQueueIsFull() throws Exception {
    GatedSink sink = new GatedSink(true, 0);
    QueuedAuditLog log = started(sink, 1, false);
    log.record(delete("/first"));
    sink.reached.await();
    log.record(delete("/second"));
    Thread closing = Thread.ofPlatform().start(log::close);
    sink.gate.countDown();
    closing.join();
    assertEquals(List.of(line("/first"), line("/second")), sink.lines);
  }
}
