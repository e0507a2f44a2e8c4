package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ContainerReaperTest {
  private static final int INTERVAL_MS = 60_000;

  private final ManualTime time = new ManualTime(Long.MAX_VALUE - 1);
  private final DataTree tree = new DataTree(new TreeOptions(true, false, false, 1));
  private final List<ClientRequest> asked = new ArrayList<>();
  private long zxid;

  private ContainerReaper reaper(int perMinute, long neverUsedMs) {
    return new ContainerReaper(
        tree,
        time,
        input -> asked.add((ClientRequest) input),
        new PipelineParts.Containers(INTERVAL_MS, perMinute, neverUsedMs));
  }

  private void apply(Txn txn) {
    tree.apply(new TxnHeader(1, 0, ++zxid, time.wallMillis()), txn, ChangeListener.NONE);
  }

  private void create(OpCode op, String path, long ttl) {
    apply(new Txn.Create(op, path, null, Acl.OPEN, false, -1, ttl));
  }

  private void usedContainer(String path) {
    create(OpCode.CREATE_CONTAINER, path, 0);
    create(OpCode.CREATE, path + "/child", 0);
    apply(new Txn.Delete(OpCode.DELETE, path + "/child"));
  }

  /** Calls as often as it wants to be called until the clock has moved so far; returns the number of calls. */
  private int run(ContainerReaper reaper, long millis) {
    long end = time.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(millis);
    int calls = 0;
    while (end - time.monotonicNanos() >= 0) {
      long due = reaper.poll(time.monotonicNanos());
      assertTrue(++calls < 10_000, "it asks to be called again and again");
      if (due - time.monotonicNanos() > 0) {
        time.passUntil(due);
      }
    }
    return calls;
  }

  private List<String> paths() {
    return asked.stream()
        .map(request -> ((Request.DeleteContainer) request.request()).path())
        .sorted()
        .toList();
  }

  @Test
  void onlyContainersThatWereUsedAndAreEmptyAreRemoved() {
    usedContainer("/used");
    create(OpCode.CREATE_CONTAINER, "/neverUsed", 0);
    create(OpCode.CREATE_CONTAINER, "/full", 0);
    create(OpCode.CREATE, "/full/child", 0);
    create(OpCode.CREATE, "/plain", 0);
    run(reaper(10_000, 0), INTERVAL_MS + 1000);
    assertEquals(List.of("/used"), paths());
    assertEquals(0, asked.get(0).sessionId());
    assertEquals(0, asked.get(0).xid());
  }

  @Test
  void aContainerThatIsNeverUsedGoesAfterItsTimeWhenThereIsOne() {
    create(OpCode.CREATE_CONTAINER, "/neverUsed", 0);
    ContainerReaper reaper = reaper(10_000, 2L * INTERVAL_MS);
    run(reaper, 2L * INTERVAL_MS - 1000);
    assertEquals(List.of(), paths());
    run(reaper, 1500 + INTERVAL_MS);
    assertEquals(List.of("/neverUsed"), paths());
  }

  @Test
  void aTtlNodeGoesWhenItWasNotSetForLongEnough() {
    create(OpCode.CREATE_TTL, "/short", INTERVAL_MS / 2);
    create(OpCode.CREATE_TTL, "/long", 10L * INTERVAL_MS);
    run(reaper(10_000, 0), INTERVAL_MS + 1000);
    assertEquals(List.of("/short"), paths());
  }

  @Test
  void nothingIsLookedForBeforeTheFirstIntervalIsOver() {
    usedContainer("/used");
    ContainerReaper reaper = reaper(10_000, 0);
    long due = reaper.poll(time.monotonicNanos());
    assertEquals(TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS), due - time.monotonicNanos());
    assertEquals(List.of(), paths());
  }

  @Test
  void removalsAreEvenlySpaced() {
    for (int i = 0; i < 100; i++) {
      usedContainer("/c" + i);
    }
    ContainerReaper reaper = reaper(60, 0);
    run(reaper, INTERVAL_MS - 1);
    assertEquals(0, asked.size());
    List<Long> times = new ArrayList<>();
    while (asked.size() < 50) {
      int before = asked.size();
      long due = reaper.poll(time.monotonicNanos());
      assertTrue(asked.size() <= before + 1, "several at once");
      if (asked.size() > before) {
        times.add(time.monotonicNanos());
      }
      if (due - time.monotonicNanos() > 0) {
        time.passUntil(due);
      }
    }
    for (int i = 1; i < times.size(); i++) {
      assertEquals(TimeUnit.SECONDS.toNanos(1), times.get(i) - times.get(i - 1));
    }
  }

  @Test
  void whatIsStillThereIsAskedForAgainAndNothingIsForgotten() {
    for (int i = 0; i < 2000; i++) {
      usedContainer("/c" + i);
    }
    run(reaper(1_000_000, 0), INTERVAL_MS + 30_000);
    assertEquals(2000, new TreeSet<>(paths()).size());
    assertEquals(2000, asked.size());
  }
}
