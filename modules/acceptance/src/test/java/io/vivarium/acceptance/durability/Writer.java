package io.vivarium.acceptance.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;

/**
 * One session that writes as fast as the server acknowledges, until its connection breaks. Step n is a multi that creates
 * {@code <home>/n} and sets {@code <home>} to n, so that after a recovery every trace of a step must be there or none.
 */
final class Writer implements AutoCloseable {
  private static final int WINDOW = 64;

  private final String home;
  private final ZooKeeper zk;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Semaphore window = new Semaphore(WINDOW);
  private volatile boolean broken;
  private volatile int sent;
  private Thread thread;

  Writer(String connectString, String home) throws Exception {
    this.home = home;
    this.zk = Clients.connect(connectString, 10_000, new EventLog());
    zk.create(home, number(0), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  private static byte[] number(int n) {
    return Integer.toString(n).getBytes(UTF_8);
  }

  void start() {
    thread = Thread.ofPlatform().start(this::write);
  }

  private void write() {
    for (int n = 1; !broken; n++) {
      window.acquireUninterruptibly();
      sent = n;
      step(n);
    }
  }

  private void step(int n) {
    List<Op> ops =
        List.of(
            Op.create(home + "/" + n, number(n), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
            Op.setData(home, number(n), n - 1));
    zk.multi(
        ops,
        (rc, path, context, results) -> {
          if (rc == Code.OK.intValue()) {
            acknowledged.set(n);
          } else {
            broken = true;
          }
          window.release();
        },
        null);
  }

  int acknowledged() {
    return acknowledged.get();
  }

  /** Waits until the writer has noticed that its connection is gone. */
  void awaitEnd() throws InterruptedException {
    thread.join();
    window.acquire(WINDOW);
  }

  /** Checks what a restarted server has of this writer's steps; returns how many there are. */
  int verify(ZooKeeper reader) throws Exception {
    int kept = Integer.parseInt(new String(reader.getData(home, false, null), UTF_8));
    assertTrue(
        kept >= acknowledged(),
        home + ": acknowledged " + acknowledged() + " steps, kept only " + kept);
    assertTrue(kept <= sent, home + ": sent " + sent + " steps, kept " + kept);
    TreeMap<Integer, Long> creations = new TreeMap<>();
    for (String child : reader.getChildren(home, false)) {
      creations.put(Integer.parseInt(child), reader.exists(home + "/" + child, false).getCzxid());
    }
    assertEquals(
        kept, creations.size(), home + ": steps are kept whole, in order and without gaps");
    long last = 0;
    for (int n = 1; n <= kept; n++) {
      assertTrue(creations.getOrDefault(n, -1L) > last, home + "/" + n + " is out of order");
      last = creations.get(n);
    }
    if (kept > 0) {
      assertArrayEquals(number(kept), reader.getData(home + "/" + kept, false, null));
    }
    return kept;
  }

  @Override
  public void close() {
    try {
      zk.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
