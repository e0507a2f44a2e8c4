package io.vivarium.acceptance.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;

import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.history.Operation.Read;
import io.vivarium.acceptance.history.Operation.Stored;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Sessions that write, read, watch and hold an ephemeral each, all at once and on the same few nodes, while a test breaks
 * the ensemble under them.
 */
public final class Workload implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String ROOT = "/workload";
  private static final int KEYS = 5;

  private final EnsembleUnderTest ensemble;
  private final List<Session> sessions = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final String live;
  private volatile boolean stopping;

  private Workload(EnsembleUnderTest ensemble, String home) {
    this.ensemble = ensemble;
    this.live = home + "/live";
    for (int i = 0; i < KEYS; i++) {
      keys.add(home + "/key-" + i);
    }
  }

  /**
   * Connects the sessions, each to any of the servers, and lets them work.
   *
   * @param name of a node that this workload has for itself
   * @param timeoutMs of the sessions; a test that keeps the ensemble down for longer lets them expire
   */
  public static Workload start(EnsembleUnderTest ensemble, String name, int sessions, int timeoutMs)
      throws Exception {
    Workload workload = new Workload(ensemble, ROOT + "/" + name);
    try {
      for (int number = 0; number < sessions; number++) {
        workload.connect(number, timeoutMs);
      }
    } catch (Exception | AssertionError failed) {
      workload.close();
      throw failed;
    }
    for (Session session : workload.sessions) {
      workload.threads.add(Thread.ofVirtual().start(() -> workload.run(session)));
    }
    return workload;
  }

  private void connect(int number, int timeoutMs) throws Exception {
    ZooKeeper zk = Clients.connect(ensemble.connectString(), timeoutMs, new EventLog());
    sessions.add(new Session(number, keys, live.hashCode(), zk));
    if (number == 0) {
      createNodes(zk);
    }
    zk.create(live + "/" + number, null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
  }

  private void createNodes(ZooKeeper zk) throws Exception {
    List<String> paths =
        new ArrayList<>(List.of(ROOT, live.substring(0, live.lastIndexOf('/')), live));
    paths.addAll(keys);
    for (String path : paths) {
      try {
        zk.create(path, new byte[0], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      } catch (NodeExistsException fromAnEarlierWorkload) {
        // only the root is shared
      }
    }
  }

  private void run(Session session) {
    while (!stopping && !session.expired()) {
      session.step();
    }
  }

  /** How many writes have been acknowledged so far. */
  public int acknowledged() {
    return sessions.stream().mapToInt(Session::acknowledged).sum();
  }

  /** Waits until this many more writes have been acknowledged. */
  public void awaitWrites(int more) throws Exception {
    int enough = acknowledged() + more;
    Await.until(more + " more writes are acknowledged", PATIENCE, () -> acknowledged() >= enough);
  }

  /** Waits until every session has been acknowledged a write more: all of them are connected and served. */
  public void awaitWritesOfAll() throws Exception {
    List<Integer> before = sessions.stream().map(Session::acknowledged).toList();
    for (int i = 0; i < sessions.size(); i++) {
      Session session = sessions.get(i);
      int enough = before.get(i) + 1;
      Await.until(
          "session " + i + " writes",
          PATIENCE,
          () -> session.expired() || session.acknowledged() >= enough);
    }
  }

  /**
   * Ends the work and judges it, on an ensemble that is whole again: the answers, the watches that must have fired, the
   * last state of every node and the ephemerals, on each server.
   *
   * @param syncIsExact whether reads behind a sync are checked too; not when the leader has changed meanwhile, and never
   *     under Apache's lead, which answers a sync of its own clients before it has applied what others were told
   */
  public void verify(boolean syncIsExact) throws Exception {
    awaitWritesOfAll();
    stopWorking();
    ensemble.awaitSameZxid();
    boolean exact = syncIsExact && ensemble.awaitLeader().kind() != ServerKind.APACHE;
    List<Operation> operations = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    for (Session session : sessions) {
      for (Operation operation : session.history().operations()) {
        operations.add(operation instanceof Read read && !exact ? read.withoutSync() : operation);
      }
      complaints.addAll(session.history().complaints());
      if (session.expired()) {
        complaints.add("a session expired: 0x" + Long.toHexString(session.client().getSessionId()));
      }
    }
    Map<String, Integer> versions = new HashMap<>();
    for (Member member : ensemble.members()) {
      operations.addAll(lastReads(member, versions));
    }
    List<String> violations = HistoryChecker.violations(new History(operations, complaints));
    if (!violations.isEmpty()) {
      throw new AssertionError(
          violations.size()
              + " violations in "
              + operations.size()
              + " operations:\n"
              + violations.stream().limit(20).collect(Collectors.joining("\n")));
    }
    awaitEvents(versions);
  }

  /** What a new client of a server is told; nothing acknowledged may be missing. */
  private List<Operation> lastReads(Member member, Map<String, Integer> versions) throws Exception {
    List<Operation> reads = new ArrayList<>();
    try (ZooKeeper zk = Clients.connect(member.connectString(), 10_000, new EventLog())) {
      for (String key : keys) {
        Stat stat = new Stat();
        long invoked = System.nanoTime();
        String value = new String(zk.getData(key, false, stat), UTF_8);
        Stored stored = new Stored(key, value, stat.getVersion(), stat.getMzxid());
        reads.add(new Read(-member.id(), stored, true, invoked, System.nanoTime()));
        versions.put(key, stat.getVersion());
      }
      Set<String> holders = new TreeSet<>(zk.getChildren(live, false));
      Set<String> expected = new TreeSet<>();
      for (int i = 0; i < sessions.size(); i++) {
        expected.add(Integer.toString(i));
      }
      if (!holders.equals(expected)) {
        throw new AssertionError(
            member + " has the ephemerals " + holders + " of the sessions " + expected);
      }
    }
    return reads;
  }

  private void awaitEvents(Map<String, Integer> versions) throws Exception {
    for (Session session : sessions) {
      try {
        Await.until("all events arrive", () -> session.unannounced(versions).isEmpty());
      } catch (AssertionError late) {
        throw new AssertionError(session.unannounced(versions).toString(), late);
      }
    }
  }

  private void stopWorking() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Ends all sessions; their ephemerals go with them. */
  @Override
  public void close() throws InterruptedException {
    stopping = true;
    for (Session session : Collections.unmodifiableList(sessions)) {
      session.client().close(1_000);
    }
  }
}
