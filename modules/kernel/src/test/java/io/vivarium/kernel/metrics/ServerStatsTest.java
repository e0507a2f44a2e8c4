package io.vivarium.kernel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ServerStatsTest {
  private static final long MS = 1_000_000;

  private final ServerStats stats = new ServerStats();

  @Test
  void aServerThatSawNobodyReportsZeroesAndUnknownSizes() {
    Traffic traffic = stats.traffic();

    assertEquals(0, traffic.packetsReceived());
    assertEquals(0, traffic.packetsSent());
    assertEquals(0, traffic.latency().min());
    assertEquals(0.0, traffic.latency().average());
    assertEquals(0, traffic.latency().max());
    assertEquals(-1, traffic.lastResponseSize());
    assertEquals(-1, traffic.minResponseSize());
    assertEquals(-1, traffic.maxResponseSize());
  }

  @Test
  void repliesEventsAndOtherFramesAreSentPackets() {
    TrafficRecorder recorder = stats.recorder();
    recorder.received(3, 120);
    recorder.took(true, MS * 5, 1);
    recorder.answered(16, 1);
    recorder.took(false, MS * 1, 1);
    recorder.answered(100, 2);
    recorder.eventSent(40, 3);
    recorder.sent(1);

    Traffic traffic = stats.traffic();

    assertEquals(3, traffic.packetsReceived());
    assertEquals(4, traffic.packetsSent());
    assertEquals(120, traffic.bytesReceived());
    assertEquals(116, traffic.responseBytes());
    assertEquals(40, traffic.watchBytes());
    assertEquals(40, traffic.lastResponseSize());
    assertEquals(16, traffic.minResponseSize());
    assertEquals(100, traffic.maxResponseSize());
  }

  @Test
  void latencyIsThatOfReadsAndUpdatesTogether() {
    TrafficRecorder recorder = stats.recorder();
    recorder.took(true, MS * 9, 1);
    recorder.answered(16, 1);
    recorder.took(false, MS * 2, 1);
    recorder.answered(16, 1);
    recorder.took(false, MS * 1, 1);
    recorder.answered(16, 1);

    Traffic traffic = stats.traffic();

    assertEquals(1, traffic.updateLatency().count());
    assertEquals(2, traffic.readLatency().count());
    assertEquals(3, traffic.latency().count());
    assertEquals(4.0, traffic.latency().average());
    assertEquals(1, traffic.latency().min());
    assertEquals(9, traffic.latency().max());
  }

  @Test
  void latenciesBelowAMillisecondShowInTheAverageOnly() {
    TrafficRecorder recorder = stats.recorder();
    recorder.took(false, 48_300, 1);
    recorder.answered(16, 1);
    recorder.took(false, 50_700, 1);
    recorder.answered(16, 1);
    recorder.took(true, 1_999_999, 1);
    recorder.answered(16, 1);

    Spread reads = stats.traffic().readLatency();
    Spread updates = stats.traffic().updateLatency();

    assertEquals(0.049, reads.average(), 1e-9);
    assertEquals(0, reads.min());
    assertEquals(0, reads.max());
    assertEquals(0, reads.sum());
    assertEquals(1, updates.max());
    assertEquals(1, updates.quantile(0.5));
    assertEquals(1.999, updates.average(), 1e-9);
  }

  @Test
  void aLatencyThatAClockMadeNegativeCountsAsZero() {
    stats.recorder().took(true, -5_000_000, 1);
    stats.recorder().answered(16, 1);

    assertEquals(1, stats.traffic().latency().count());
    assertEquals(0.0, stats.traffic().latency().average());
  }

  @Test
  void aThreadGetsTheSameRecorderEachTimeAndNeverThatOfAnother() throws InterruptedException {
    AtomicReference<TrafficRecorder> others = new AtomicReference<>();
    Threads.run(1, number -> others.set(stats.recorder()));

    assertSame(stats.recorder(), stats.recorder());
    assertNotSame(stats.recorder(), others.get());
  }

  @Test
  void figuresOfManyThreadsAddUpExactlyAlsoWhenTheThreadsAreGone() throws InterruptedException {
    int threads = 8;
    int rounds = 50_000;
    for (int generation = 0; generation < 3; generation++) {
      Threads.run(
          threads,
          number -> {
            TrafficRecorder recorder = stats.recorder();
            for (int i = 0; i < rounds; i++) {
              recorder.received(2, 10);
              recorder.took((i & 1) == 0, MS * number, 1);
              recorder.answered(16 + number, i);
              recorder.outstanding(1);
              recorder.outstanding(-1);
            }
            recorder.connectionOpened();
          });
    }

    Traffic traffic = stats.traffic();

    long replies = 3L * threads * rounds;
    assertEquals(2 * replies, traffic.packetsReceived());
    assertEquals(10 * replies, traffic.bytesReceived());
    assertEquals(replies, traffic.packetsSent());
    assertEquals(replies / 2, traffic.updateLatency().count());
    assertEquals(replies, traffic.latency().count());
    assertEquals(3.5, traffic.latency().average());
    assertEquals(0, traffic.latency().min());
    assertEquals(threads - 1, traffic.latency().max());
    assertEquals(16, traffic.minResponseSize());
    assertEquals(16 + threads - 1, traffic.maxResponseSize());
    assertEquals(3L * threads, traffic.connections());
    assertEquals(0, traffic.outstanding());
  }

  @Test
  void readersNeverSeeCountsShrinkWhileThreadsComeRecordAndGo() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    AtomicReference<String> trouble = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              long before = 0;
              while (done.getCount() > 0) {
                long now = stats.traffic().packetsReceived();
                if (now < before) {
                  trouble.set(now + " after " + before);
                }
                before = now;
              }
            });
    reader.start();
    for (int generation = 0; generation < 20; generation++) {
      Threads.run(
          4,
          number -> {
            TrafficRecorder recorder = stats.recorder();
            for (int i = 0; i < 1_000; i++) {
              recorder.received(1, 1);
            }
          });
    }
    done.countDown();
    reader.join();

    assertEquals(null, trouble.get());
    assertEquals(20 * 4 * 1_000, stats.traffic().packetsReceived());
  }

  @Test
  void aLevelIsTheSumOverThreadsAlsoWhenWorkEndsOnAnotherThread() throws InterruptedException {
    stats.recorder().outstanding(5);
    stats.recorder().connectionOpened();
    stats.recorder().connectionOpened();

    Threads.run(
        1,
        number -> {
          stats.recorder().outstanding(-3);
          stats.recorder().connectionClosed();
        });

    assertEquals(2, stats.traffic().outstanding());
    assertEquals(1, stats.traffic().connections());
  }

  @Test
  void theLastResponseIsTheLatestOfAllThreads() throws InterruptedException {
    stats.recorder().took(false, 0, 1);
    stats.recorder().answered(77, 1_000);
    Threads.run(1, number -> stats.recorder().answered(55, 999));

    assertEquals(77, stats.traffic().lastResponseSize());
  }

  @Test
  void aResetHidesEveryFigureAtOnceAndKeepsLevels() throws InterruptedException {
    Threads.run(
        1,
        number -> {
          stats.recorder().received(1, 1);
          stats.recorder().connectionOpened();
        });
    stats.recorder().received(9, 900);
    stats.recorder().took(true, MS * 8, 1);
    stats.recorder().answered(16, 1);
    stats.recorder().connectionOpened();
    stats.recorder().outstanding(2);
    stats.authFailed();
    stats.fsyncThresholdExceeded();

    stats.reset();

    Traffic traffic = stats.traffic();
    assertEquals(0, traffic.packetsReceived());
    assertEquals(0, traffic.packetsSent());
    assertEquals(0, traffic.latency().max());
    assertEquals(-1, traffic.maxResponseSize());
    assertEquals(0, stats.authFailedCount());
    assertEquals(0, stats.fsyncThresholdExceedCount());
    assertEquals(2, traffic.connections());
    assertEquals(2, traffic.outstanding());
  }

  @Test
  void afterAResetFiguresCountFromZero() {
    TrafficRecorder recorder = stats.recorder();
    recorder.received(9, 900);
    recorder.took(true, MS * 80, 1);
    recorder.answered(16, 1);
    stats.reset();
    recorder.received(1, 10);
    recorder.took(true, MS * 3, 1);
    recorder.answered(20, 2);

    Traffic traffic = stats.traffic();

    assertEquals(1, traffic.packetsReceived());
    assertEquals(10, traffic.bytesReceived());
    assertEquals(1, traffic.packetsSent());
    assertEquals(3, traffic.latency().min());
    assertEquals(3, traffic.latency().max());
    assertEquals(3, traffic.latency().quantile(0.99));
    assertEquals(20, traffic.minResponseSize());
  }

  @Test
  void whatIsPublishedIsWhatWasRecorded() {
    KernelMetrics metrics = new KernelMetrics();
    stats.publishTo(metrics);
    stats.recorder().received(4, 44);
    stats.recorder().took(true, MS * 3, 1);
    stats.recorder().answered(16, 1);
    stats.recorder().took(false, 0, 1);
    stats.recorder().answered(17, 2);
    stats.authFailed();
    stats.connectedWithoutCertificate(true);
    stats.connectedWithoutCertificate(false);
    stats.connectedWithoutCertificate(false);

    var lines = Lines.of(metrics);

    assertEquals("4", lines.get("packets_received"));
    assertEquals("2", lines.get("packets_sent"));
    assertEquals("44", lines.get("bytes_received_count"));
    assertEquals("33", lines.get("response_bytes"));
    assertEquals("0", lines.get("min_latency"));
    assertEquals("1.5", lines.get("avg_latency"));
    assertEquals("3", lines.get("max_latency"));
    assertEquals("17", lines.get("last_client_response_size"));
    assertEquals("1", lines.get("cnt_updatelatency"));
    assertEquals("3", lines.get("p99_updatelatency"));
    assertEquals("1", lines.get("cnt_readlatency"));
    assertEquals("1", lines.get("auth_failed_count"));
    assertEquals("1", lines.get("non_mtls_local_conn_count"));
    assertEquals("2", lines.get("non_mtls_remote_conn_count"));
  }
}
