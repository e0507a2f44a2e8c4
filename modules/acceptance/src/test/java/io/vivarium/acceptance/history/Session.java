package io.vivarium.acceptance.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vivarium.acceptance.history.Operation.Read;
import io.vivarium.acceptance.history.Operation.RefusedWrite;
import io.vivarium.acceptance.history.Operation.Stored;
import io.vivarium.acceptance.history.Operation.UnknownWrite;
import io.vivarium.acceptance.history.Operation.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * One client that does one random call after the other. Answers and watch events come on the client's event thread in the
 * order in which they arrived, so that is where both are judged and recorded.
 */
final class Session implements Watcher {
  /** What the session reads from the node it watches last, by key, until the event comes. */
  private final Map<String, Integer> watched = new HashMap<>();

  private final List<Operation> operations = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Integer> versions = new HashMap<>();
  private final int number;
  private final List<String> keys;
  private final Random random;
  private final ZooKeeper zk;
  private int values;
  private volatile int acknowledged;
  private volatile boolean expired;

  Session(int number, List<String> keys, long seed, ZooKeeper zk) {
    this.number = number;
    this.keys = keys;
    this.random = new Random(seed + number);
    this.zk = zk;
  }

  ZooKeeper client() {
    return zk;
  }

  /** How many writes have been acknowledged to this session. */
  int acknowledged() {
    return acknowledged;
  }

  boolean expired() {
    return expired;
  }

  /** What the session did and was told; only after its last call has ended. */
  synchronized History history() {
    return new History(operations, complaints);
  }

  /** One call; returns when its answer has been recorded. */
  void step() {
    String key = keys.get(random.nextInt(keys.size()));
    CompletableFuture<Void> done = new CompletableFuture<>();
    int choice = random.nextInt(10);
    if (choice < 4) {
      write(key, -1, done);
    } else if (choice < 6) {
      write(key, versions.getOrDefault(key, 0), done);
    } else {
      read(key, choice < 8, done);
    }
    done.join();
  }

  private void write(String key, int expected, CompletableFuture<Void> done) {
    String value = number + "-" + ++values;
    long invoked = System.nanoTime();
    zk.setData(
        key,
        value.getBytes(UTF_8),
        expected,
        (rc, path, context, stat) -> {
          written(
              Code.get(rc), new Stored(key, value, version(stat), zxid(stat)), expected, invoked);
          done.complete(null);
        },
        null);
  }

  private static int version(Stat stat) {
    return stat == null ? -1 : stat.getVersion();
  }

  private static long zxid(Stat stat) {
    return stat == null ? -1 : stat.getMzxid();
  }

  private synchronized void written(Code code, Stored stored, int expected, long invoked) {
    long now = System.nanoTime();
    if (code == Code.OK) {
      operations.add(new Write(number, stored, invoked, now));
      versions.put(stored.key(), stored.version());
      acknowledged++;
      if (expected >= 0 && stored.version() != expected + 1) {
        complaints.add("a write on version " + expected + " made version " + stored.version());
      }
      judgeOrder(stored);
    } else if (code == Code.BADVERSION && expected >= 0) {
      operations.add(new RefusedWrite(number, stored.key(), stored.value(), invoked, now));
      versions.remove(stored.key());
    } else {
      operations.add(new UnknownWrite(number, stored.key(), stored.value(), invoked, now));
      failed("a write of " + stored.key(), code);
    }
  }

  private void read(String key, boolean synced, CompletableFuture<Void> done) {
    long invoked = System.nanoTime();
    if (synced) {
      // answered in order: the read is sent right behind it
      zk.sync(key, (rc, path, context) -> {}, null);
    }
    boolean watch = random.nextBoolean();
    zk.getData(
        key,
        watch ? this : null,
        (rc, path, context, data, stat) -> {
          if (Code.get(rc) == Code.OK) {
            Stored stored = new Stored(key, new String(data, UTF_8), version(stat), zxid(stat));
            wasRead(stored, synced, watch, invoked);
          } else {
            readFailed(key, Code.get(rc));
          }
          done.complete(null);
        },
        null);
  }

  private synchronized void wasRead(Stored stored, boolean synced, boolean watch, long invoked) {
    operations.add(new Read(number, stored, synced, invoked, System.nanoTime()));
    versions.put(stored.key(), stored.version());
    judgeOrder(stored);
    if (watch) {
      watched.putIfAbsent(stored.key(), stored.version());
    }
  }

  private synchronized void readFailed(String key, Code code) {
    failed("a read of " + key, code);
  }

  /** A change must be announced before any answer that shows it, or a later one. */
  private void judgeOrder(Stored stored) {
    int version = watched.getOrDefault(stored.key(), Integer.MAX_VALUE);
    if (stored.version() > version) {
      complaints.add(
          "session "
              + number
              + " saw "
              + stored
              + " before the event for its watch on version "
              + version);
      watched.remove(stored.key());
    }
  }

  private void failed(String what, Code code) {
    if (code == Code.SESSIONEXPIRED) {
      expired = true;
    } else if (code != Code.CONNECTIONLOSS) {
      complaints.add("session " + number + ": " + what + " failed with " + code);
    }
  }

  @Override
  public synchronized void process(WatchedEvent event) {
    if (event.getType() != Event.EventType.None) {
      watched.remove(event.getPath());
    }
  }

  /** Nodes that changed after this session had set a watch on them, and that it has not been told of. */
  synchronized List<String> unannounced(Map<String, Integer> finalVersions) {
    return watched.entrySet().stream()
        .filter(watch -> finalVersions.getOrDefault(watch.getKey(), 0) > watch.getValue())
        .map(watch -> "session " + number + " was not told of a change of " + watch.getKey())
        .toList();
  }
}
