package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vivarium.config.ServerConfig.PauseSettings;
import io.vivarium.kernel.execution.Agent;
import io.vivarium.kernel.execution.OwnThreads;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.MetricReading;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(120)
class PauseWatchTest {
  private static final PauseSettings SETTINGS = new PauseSettings(true, 500, 1_000, 10_000);

  private final ManualTime time = new ManualTime(Long.MAX_VALUE - 1_000_000);
  private final List<Long> pauses = new ArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(PauseWatch.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private long collectingMs = 7_000;
  private final PauseWatch watch = new PauseWatch(SETTINGS, time, () -> collectingMs, pauses::add);

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
  }

  @AfterEach
  void end() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  private List<String> lines() {
    return log.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  /** Comes this much later than was asked for. */
  private void late(long ms) {
    time.passUntil(watch.turn());
    time.pass(ms);
    watch.turn();
  }

  @Test
  void whatIsInTimeIsNoPause() {
    late(0);
    late(3);

    assertEquals(List.of(0L, 3L), pauses);
    assertEquals(List.of(), lines());
  }

  @Test
  void theLogHasWhatIsLongerThanItsThresholds() {
    late(1_000);
    late(1_001);
    late(10_000);
    late(10_001);

    assertEquals(List.of(1_000L, 1_001L, 10_000L, 10_001L), pauses);
    assertEquals(
        List.of("INFO 1001", "INFO 10000", "WARN 10001"),
        lines().stream()
            .map(line -> line.replaceAll("(\\w+) .* about (\\d+) ms.*", "$1 $2"))
            .toList());
  }

  @Test
  void aPauseIsToldFromAMachineWithoutTime() {
    time.passUntil(watch.turn());
    time.pass(2_000);
    collectingMs += 1_900;
    watch.turn();
    late(2_000);

    assertTrue(lines().getFirst().endsWith("1900 ms of collections in that time"));
    assertTrue(lines().getLast().contains("without any collection"));
  }

  @Test
  void aWakeUpBeforeItsTimeIsNone() {
    long due = watch.turn();
    time.pass(499);

    assertEquals(due, watch.turn());
    assertEquals(List.of(), pauses);
  }

  @Test
  void nobodyWatchesUnlessAsked() throws Exception {
    assertNull(
        PauseWatch.start(
            new PauseSettings(false, 1, 1, 1),
            environment(new FatalReports()),
            new KernelMetrics()));
  }

  @Test
  void whoAsksSeesItInTheMetrics() throws Exception {
    KernelMetrics metrics = new KernelMetrics();
    FatalReports fatal = new FatalReports();
    Agent agent =
        PauseWatch.start(new PauseSettings(true, 1, 60_000, 60_000), environment(fatal), metrics);
    try {
      while (looks(metrics) == 0) {
        Thread.onSpinWait();
      }
    } finally {
      agent.stop();
    }
    assertTrue(agent.ended());
    assertEquals(List.of(), fatal.messages());
  }

  private static ServerEnvironment environment(FatalReports fatal) {
    OwnThreads threads =
        new OwnThreads(
            TimeSource.system(),
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            },
            fatal);
    return new ServerEnvironment(
        TimeSource.system(), threads, RandomGenerator.getDefault(), fatal, BuildVersion.read());
  }

  private static long looks(KernelMetrics metrics) {
    return metrics.readings().stream()
        .filter(reading -> reading.name().equals("jvm_pause_time_ms"))
        .mapToLong(reading -> ((MetricReading.Distributed) reading).spread().count())
        .findFirst()
        .orElseThrow();
  }
}
