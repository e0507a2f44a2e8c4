package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted of proposals on their way through log and consensus. */
class MeasuredDeliveryTest {
  private final ManualTime time = new ManualTime(7);
  private final KernelMetrics metrics = new KernelMetrics();
  private final SampledProposal sample = new SampledProposal();
  private final List<String> events = new ArrayList<>();
  private boolean primary = true;
  private final MeasuredDelivery delivery =
      new MeasuredDelivery(new Noting(), () -> primary, sample, time, metrics);
  private final MeasuredLog log = new MeasuredLog(new SlowLog(), sample, time, metrics);

  private String figure(String name) {
    for (MetricReading reading : metrics.readings()) {
      if (reading.name().equals(name) && reading instanceof MetricReading.Distributed one) {
        return one.spread().count() + " values, sum " + one.spread().sum();
      }
      if (reading.name().equals(name) && reading instanceof MetricReading.Count count) {
        return "" + count.value();
      }
    }
    return "none";
  }

  /** Prepared so many ms ago. */
  private Proposal proposal(long zxid, long agoMs) {
    ByteBuffer txn = ByteBuffer.allocate(32).putLong(1).putInt(1).putLong(zxid);
    txn.putLong(time.wallMillis() - agoMs).putInt(5).flip();
    return new Proposal(zxid, txn.asReadOnlyBuffer());
  }

  @Test
  void onThePrimaryItIsTimedUntilAQuorumHasIt() {
    Proposal first = proposal(1, 0);
    delivery.persist(first);
    delivery.persist(proposal(2, 0));
    time.pass(30);
    delivery.deliver(first);
    delivery.deliver(proposal(2, 30));
    assertEquals(List.of("persist 1", "persist 2", "deliver 1", "deliver 2"), events);
    assertEquals("2", figure("proposal_count"));
    assertEquals("2", figure("commit_count"));
    assertEquals("2", figure("outstanding_changes_queued"));
    assertEquals("2", figure("outstanding_changes_removed"));
    assertEquals("0", figure("learner_proposal_received_count"));
    assertEquals("1 values, sum 30", figure("quorum_ack_latency"));
    assertEquals("1 values, sum 30", figure("propagation_latency"));
    delivery.persist(proposal(3, 0));
    time.pass(5);
    delivery.deliver(proposal(3, 5));
    assertEquals("2 values, sum 35", figure("quorum_ack_latency"));
  }

  @Test
  void elsewhereItIsTimedByTheClockOfThePrimary() {
    primary = false;
    Proposal proposal = proposal(1, 20);
    delivery.persist(proposal);
    time.pass(10);
    delivery.deliver(proposal);
    assertEquals("1", figure("learner_proposal_received_count"));
    assertEquals("1", figure("learner_commit_received_count"));
    assertEquals("0", figure("commit_count"));
    assertEquals("1 values, sum 20", figure("proposal_latency"));
    assertEquals("1 values, sum 30", figure("commit_propagation_latency"));
    assertEquals("0 values, sum 0", figure("quorum_ack_latency"));
  }

  @Test
  void whatNeverArrivesMakesRoomForAnother() {
    delivery.persist(proposal(1, 0));
    // A role ends, and nobody has it.
    delivery.persist(proposal(0x1_0000_0001L, 0));
    delivery.deliver(proposal(0x1_0000_0001L, 0));
    delivery.persist(proposal(0x1_0000_0002L, 0));
    time.pass(4);
    delivery.deliver(proposal(0x1_0000_0002L, 4));
    assertEquals("1 values, sum 4", figure("quorum_ack_latency"));
  }

  @Test
  void theLogIsTimedInItsParts() throws Exception {
    log.force();
    assertEquals("0 values, sum 0", figure("sync_processor_batch_size"));
    delivery.persist(proposal(1, 0));
    time.pass(3);
    log.append(1, ByteBuffer.allocate(1));
    log.append(2, ByteBuffer.allocate(1));
    log.force();
    assertEquals("1 values, sum 3", figure("sync_processor_queue_time_ms"));
    assertEquals("1 values, sum 2", figure("sync_processor_batch_size"));
    assertEquals("1 values, sum 2", figure("sync_processor_queue_size"));
    assertEquals("2", figure("sync_processor_request_queued"));
    assertEquals("1 values, sum 9", figure("sync_process_time"));
    assertEquals("1 values, sum 7", figure("sync_processor_queue_flush_time_ms"));
    assertEquals("1 values, sum 12", figure("sync_processor_queue_and_flush_time_ms"));
    assertEquals("1 values, sum 12", figure("proposal_ack_creation_latency"));
  }

  private final class Noting implements Delivery {
    @Override
    public void persist(Proposal proposal) {
      events.add("persist " + proposal.zxid());
    }

    @Override
    public void deliver(Proposal proposal) {
      events.add("deliver " + (proposal.zxid() & 0xffff));
    }

    @Override
    public void submit(ForwardedRequest request) {
      events.add("submit");
    }

    @Override
    public void synced(long ticket) {
      events.add("synced");
    }
  }

  /** Takes 1 ms for a record, 7 for a force. */
  private final class SlowLog implements TxnLog {
    @Override
    public void append(long zxid, ByteBuffer txn) {
      time.pass(1);
    }

    @Override
    public void force() {
      time.pass(7);
    }

    @Override
    public void roll() {}

    @Override
    public TxnCursor read(long fromZxid) {
      throw new AssertionError("nobody reads");
    }

    @Override
    public long truncate(long zxid) {
      throw new AssertionError("nobody truncates");
    }

    @Override
    public long sizeBytes() {
      return 0;
    }
  }
}
