package io.vivarium.acceptance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;

/**
 * What happened to the server beside the recorded connections, as ZooKeeper's own transaction log of that run tells it:
 * another client wrote, sessions came and went, nodes were reaped. Each deed has the zxid it had then and is done again
 * before the first recorded frame at or after that zxid.
 */
final class Bystanders implements AutoCloseable {
  private static final long RECORDED_VISITOR = 0x100001f46d00018L;

  private final String connectString;
  private final Correspondence correspondence;
  private final List<AutoCloseable> sessions = new ArrayList<>();
  private final Deque<Deed> pending = new ArrayDeque<>();
  private ZooKeeper other;
  private ZooKeeper visitor;

  @FunctionalInterface
  private interface Action {
    void run() throws Exception;
  }

  private record Deed(int conversation, int connection, long zxid, Action action) {}

  Bystanders(String connectString, Correspondence correspondence) {
    this.connectString = connectString;
    this.correspondence = correspondence;
  }

  /** The deeds of the run that recorded conversations 1 to 52. */
  Bystanders ofTheLongRun() {
    at(1, 0x0, () -> other = connect());
    at(1, 0x0, () -> create("/wire", "root of the wire conversations"));
    pending.add(new Deed(5, 3, 0, () -> awaitGone("/wire/eph-of-expired")));
    at(7, 0x2c, () -> awaitGone("/wire/cont-reaped"));
    at(7, 0x2d, () -> awaitGone("/wire/ttl-short"));
    at(13, 0x5a, this::changeWhatAliceOwns);
    oneShotWatches();
    persistentWatches();
    recursiveWatches();
    at(22, 0x0, this::visitorComes);
    at(22, 0x93, () -> visitor.close());
    reconnects();
    at(38, 0xe2, this::deleteInThePlaceOfDeleteContainer);
    return this;
  }

  /** The deeds of the run that recorded conversation 53. */
  Bystanders ofTheContainerRun() {
    at(53, 0x9, () -> other = connect());
    at(53, 0x9, () -> awaitGone("/op19pers"));
    return this;
  }

  private void oneShotWatches() {
    at(19, 0x6f, () -> create("/wire/w", "0"));
    at(19, 0x70, () -> set("/wire/w", "1"));
    at(19, 0x71, () -> create("/wire/w/k", null));
    at(19, 0x72, () -> other.setACL("/wire/w", OPEN_ACL_UNSAFE, -1));
    at(19, 0x73, () -> other.delete("/wire/w/k", -1));
    at(19, 0x74, () -> other.delete("/wire/w", -1));
  }

  private void persistentWatches() {
    at(20, 0x77, () -> create("/wire/p", "0"));
    at(20, 0x78, () -> set("/wire/p", "1"));
    at(20, 0x79, () -> create("/wire/p/k", null));
    at(20, 0x7a, () -> set("/wire/p/k", "1"));
    at(20, 0x7b, () -> create("/wire/p/k/g", null));
    at(20, 0x7c, () -> other.delete("/wire/p/k/g", -1));
    at(20, 0x7d, () -> other.delete("/wire/p/k", -1));
    at(20, 0x7e, () -> other.delete("/wire/p", -1));
    at(20, 0x7f, () -> create("/wire/p", "again"));
    at(20, 0x80, () -> set("/wire/p", "2"));
  }

  private void recursiveWatches() {
    at(21, 0x83, () -> create("/wire/r", "0"));
    at(21, 0x84, () -> set("/wire/r", "1"));
    at(21, 0x85, () -> create("/wire/r/k", null));
    at(21, 0x86, () -> set("/wire/r/k", "1"));
    at(21, 0x87, () -> create("/wire/r/k/g", null));
    at(21, 0x88, () -> other.delete("/wire/r/k/g", -1));
    at(21, 0x89, () -> other.delete("/wire/r/k", -1));
    at(21, 0x8a, () -> set("/wire/r", "2"));
    at(21, 0x8b, () -> create("/wire/r/k2", null));
    at(21, 0x8c, () -> other.delete("/wire/r/k2", -1));
    at(21, 0x8d, () -> other.delete("/wire/r", -1));
  }

  private void reconnects() {
    at(24, 0x98, () -> create("/wire/sw", "0"));
    at(24, 0x99, () -> create("/wire/sw/gone", "0"));
    at(24, 0x9a, () -> set("/wire/sw", "1"));
    at(24, 0x9b, () -> other.delete("/wire/sw/gone", -1));
    at(24, 0x9c, () -> create("/wire/sw/new", null));
    at(25, 0x9f, () -> set("/wire/sw", "2"));
    at(25, 0xa0, () -> set("/wire/sw", "3"));
    at(25, 0xa1, () -> set("/wire/c", "v3"));
  }

  private void at(int conversation, long zxid, Action action) {
    pending.add(new Deed(conversation, 0, zxid, action));
  }

  /** Does what was done before a frame of the given position. */
  void catchUp(int conversation, int connection, long position) throws Exception {
    while (!pending.isEmpty() && due(pending.peek(), conversation, connection, position)) {
      pending.remove().action().run();
    }
  }

  private static boolean due(Deed deed, int conversation, int connection, long position) {
    return deed.conversation() < conversation
        || (deed.conversation() == conversation
            && deed.connection() <= connection
            && deed.zxid() <= position);
  }

  private ZooKeeper connect() throws Exception {
    ZooKeeper client = Clients.connect(connectString, 30_000, new EventLog());
    sessions.add(client);
    return client;
  }

  private void create(String path, String data) throws Exception {
    other.create(
        path, data == null ? null : data.getBytes(UTF_8), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  private void set(String path, String data) throws Exception {
    other.setData(path, data.getBytes(UTF_8), -1);
  }

  private void changeWhatAliceOwns() throws Exception {
    other.addAuthInfo("digest", "alice:pw1".getBytes(UTF_8));
    set("/wire/acl", "secret2");
  }

  private void awaitGone(String path) throws Exception {
    Await.until(path + " is gone", () -> other.exists(path, false) == null);
  }

  private void visitorComes() throws Exception {
    visitor = connect();
    correspondence.session(RECORDED_VISITOR, visitor.getSessionId());
    visitor.create("/wire/we1", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    visitor.create("/wire/we2", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
  }

  /** The client's deleteContainer is refused here, but later Stats count what it deleted in ZooKeeper. */
  private void deleteInThePlaceOfDeleteContainer() throws Exception {
    if (ServerKind.selected() == ServerKind.PACKAGED) {
      other.delete("/wire/ro-ok", -1);
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable session : sessions) {
      session.close();
    }
  }
}
