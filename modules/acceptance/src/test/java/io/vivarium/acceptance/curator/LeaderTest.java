package io.vivarium.acceptance.curator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;
import org.apache.curator.framework.recipes.leader.Participant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeaderTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private static LeaderLatch latch(String path, String id) throws Exception {
    LeaderLatch latch =
        new LeaderLatch(
            CuratorClients.connect(SERVER), path, id, LeaderLatch.CloseMode.NOTIFY_LEADER);
    latch.start();
    return latch;
  }

  @Test
  void exactlyOneOfManyHoldsTheLatchAndTheNextFollows() throws Exception {
    List<LeaderLatch> latches = new ArrayList<>();
    for (String id : List.of("a", "b", "c")) {
      latches.add(latch("/latch", id));
    }
    while (!latches.isEmpty()) {
      List<LeaderLatch> remaining = latches;
      Await.until(
          "one leader", () -> remaining.stream().filter(LeaderLatch::hasLeadership).count() == 1);
      LeaderLatch leader =
          latches.stream().filter(LeaderLatch::hasLeadership).findFirst().orElseThrow();
      for (LeaderLatch latch : latches) {
        assertEquals(leader.getId(), latch.getLeader().getId());
      }
      latches.remove(leader);
      leader.close();
    }
  }

  @Test
  void theLatchPassesOnWhenTheLeadersSessionEnds() throws Exception {
    CuratorFramework dying = CuratorClients.connect(SERVER);
    LeaderLatch first = new LeaderLatch(dying, "/dying", "first");
    first.start();
    first.await();
    LeaderLatch second = latch("/dying", "second");
    assertFalse(second.hasLeadership());
    dying.getZookeeperClient().getZooKeeper().close();
    assertTrue(second.await(20, TimeUnit.SECONDS));
    second.close();
  }

  @Test
  void participantsAreListed() throws Exception {
    LeaderLatch a = latch("/participants", "a");
    LeaderLatch b = latch("/participants", "b");
    Await.until("both take part", () -> a.getParticipants().size() == 2);
    Set<String> ids = new TreeSet<>(a.getParticipants().stream().map(Participant::getId).toList());
    assertEquals(Set.of("a", "b"), ids);
    b.close();
    a.close();
  }

  @Test
  void selectorsTakeTurnsAsLeader() throws Exception {
    ConcurrentLinkedQueue<String> turns = new ConcurrentLinkedQueue<>();
    List<LeaderSelector> selectors = new ArrayList<>();
    for (String id : List.of("a", "b")) {
      LeaderSelector selector =
          new LeaderSelector(CuratorClients.connect(SERVER), "/selector", taking(id, turns));
      selector.autoRequeue();
      selector.start();
      selectors.add(selector);
    }
    Await.until(
        "each has led three times",
        () -> Collections.frequency(turns, "a") >= 3 && Collections.frequency(turns, "b") >= 3);
    selectors.forEach(LeaderSelector::close);
  }

  private static LeaderSelectorListenerAdapter taking(
      String id, ConcurrentLinkedQueue<String> turns) {
    return new LeaderSelectorListenerAdapter() {
      @Override
      public void takeLeadership(CuratorFramework client) {
        turns.add(id);
      }
    };
  }
}
