package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.Stat;
import io.vivarium.model.WatchEvent;
import io.vivarium.scripted.server.ScriptedServer;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WatchVerbsTest {
  @RegisterExtension static final ShellUnderTest SHELL = ShellUnderTest.text();

  @Test
  void watchesOfReadsShowOneChange() {
    SHELL.holds(
        """
        > create /a x
        Created /a
        > get -w /a
        x
        > set /a y

        WATCHER::

        WatchedEvent state:SyncConnected type:NodeDataChanged path:/a zxid: N

        > set /a z
        > ls -w /a
        []
        > create /a/b

        WATCHER::

        WatchedEvent state:SyncConnected type:NodeChildrenChanged path:/a zxid: N

        Created /a/b
        > stat -w /a/b
        cZxid = 0xN
        ctime = DATE
        mZxid = 0xN
        mtime = DATE
        pZxid = 0xN
        cversion = 0
        dataVersion = 0
        aclVersion = 0
        ephemeralOwner = 0x0
        dataLength = 0
        numChildren = 0
        > delete /a/b

        WATCHER::

        WatchedEvent state:SyncConnected type:NodeDeleted path:/a/b zxid: N

        """);
  }

  @Test
  void persistentWatchesShowEveryChange() {
    SHELL.holds(
        """
        > create /a x
        Created /a
        > addWatch /a
        > set /a y

        WATCHER::

        WatchedEvent state:SyncConnected type:NodeDataChanged path:/a zxid: N

        > create /a/b

        WATCHER::

        WatchedEvent state:SyncConnected type:NodeCreated path:/a/b zxid: N

        Created /a/b
        > removewatches /a

        WATCHER::

        WatchedEvent state:SyncConnected type:PersistentWatchRemoved path:/a zxid: -1

        > set /a z
        > addWatch -m PERSISTENT /a
        > delete /a/b

        WATCHER::

        WatchedEvent state:SyncConnected type:NodeChildrenChanged path:/a zxid: N

        > addWatch -m NOW_AND_THEN /a
        -m argument must be PERSISTENT or PERSISTENT_RECURSIVE: NOW_AND_THEN
        """);
  }

  @Test
  void watchesAreRemovedByTheirType() {
    SHELL.holds(
        """
        > create /a x
        Created /a
        > get -w /a
        x
        > ls -w /a
        []
        > removewatches /a -d

        WATCHER::

        WatchedEvent state:SyncConnected type:DataWatchRemoved path:/a zxid: -1

        > removewatches /a -c

        WATCHER::

        WatchedEvent state:SyncConnected type:ChildWatchRemoved path:/a zxid: -1

        > removewatches /a -p
        KeeperErrorCode = No such watcher for /a
        > removewatches /a -r
        KeeperErrorCode = No such watcher for /a
        > removewatches /a -l
        KeeperErrorCode = No such watcher for /a
        > removewatches /a -c -d
        The option 'd' was specified but an option from this group has already been selected: 'c'
        """);
  }

  @Test
  void printwatchesTurnsEventsOffAndOn() {
    SHELL.holds(
        """
        > printwatches
        printwatches is on
        > printwatches off
        > printwatches
        printwatches is off
        > create /a
        Created /a
        > addWatch /a
        > set /a x
        > printwatches on
        > set /a y

        WATCHER::

        WatchedEvent state:SyncConnected type:NodeDataChanged path:/a zxid: N

        > printwatches maybe
        printwatches on|off
        """);
  }

  /** Changes the node until somebody has seen it. */
  private static void change(
      io.vivarium.client.Client client, String path, CompletableFuture<?> end) throws Exception {
    while (!end.isDone()) {
      client.setData(path, new byte[] {'v'}, -1).get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void followShowsChangesWithTheirData() throws Exception {
    SHELL.run("create /a");
    try (Shell other = SHELL.open()) {
      var client = other.client();
      client.create("/a/b", null, Acl.OPEN, CreateMode.PERSISTENT).get(1, TimeUnit.MINUTES);
      CompletableFuture<String> shown =
          CompletableFuture.supplyAsync(
              () -> SHELL.run("follow -n 2 /a"), task -> new Thread(task).start());
      change(client, "/a/b", shown);

      String lines =
          shown.get(2, TimeUnit.MINUTES).replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME");
      assertEquals("TIME NodeDataChanged /a/b v\nTIME NodeDataChanged /a/b v\n", lines);
    }
  }

  @Test
  void followOfOneNodeAloneLeavesItsChildrenOut() throws Exception {
    SHELL.run("create /a");
    try (Shell other = SHELL.open()) {
      var client = other.client();
      CompletableFuture<String> shown =
          CompletableFuture.supplyAsync(
              () -> SHELL.run("follow -p -n 1 /a"), task -> new Thread(task).start());
      change(client, "/a", shown);

      assertTrue(shown.get(2, TimeUnit.MINUTES).contains(" NodeDataChanged /a v"));
      assertEquals("", SHELL.run("set /a again"));
    }
  }

  /** What a shell said on both streams, and its exit code. */
  private record Followed(int exitCode, String out, String err) {}

  private static CompletableFuture<Followed> following(String servers) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    return CompletableFuture.supplyAsync(
        () -> {
          Streams streams =
              new Streams(
                  new BufferedReader(new StringReader("")),
                  new PrintWriter(out),
                  new PrintWriter(err),
                  false);
          int exitCode = ShellCommand.execute(streams, "-server", servers, "follow", "/app");
          return new Followed(exitCode, out.toString(), err.toString());
        },
        task -> new Thread(task).start());
  }

  /** Another connection of the same session; the watch is set again. */
  private static void again(ScriptedServer peer) throws Exception {
    peer.hangUp();
    peer.serve(7);
    peer.next(Request.SetWatches.class);
    peer.answer(ErrorCode.OK);
  }

  @Test
  void followFailsWhenItsSessionHasEnded() throws Exception {
    try (ScriptedServer peer = new ScriptedServer()) {
      CompletableFuture<Followed> shell = following(peer.address());
      peer.serve(7);
      peer.next(Request.AddWatch.class);
      peer.answer(new Reply.IntValue(0));
      peer.hangUp();
      peer.accept();
      peer.refuse();

      Followed followed = shell.get(2, TimeUnit.MINUTES);
      assertEquals(1, followed.exitCode());
      assertEquals(
          "session expired: changes of /app are no longer seen. Follow it again, then read what it holds\n",
          followed.err());
    }
  }

  @Test
  void followReadsAgainWhenTheConnectionWasLost() throws Exception {
    try (ScriptedServer peer = new ScriptedServer()) {
      CompletableFuture<Followed> shell = following(peer.address());
      peer.serve(7);
      peer.next(Request.AddWatch.class);
      peer.answer(new Reply.IntValue(0));
      peer.fire(WatchEvent.Type.NODE_DATA_CHANGED, "/app");
      peer.next(Request.GetData.class);
      again(peer);
      peer.next(Request.GetData.class);
      peer.answer(new Reply.DataStat(new byte[] {'v'}, new Stat(0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0)));
      peer.fire(WatchEvent.Type.NODE_DATA_CHANGED, "/app");
      peer.next(Request.GetData.class);
      peer.hangUp();
      peer.accept();
      peer.refuse();

      Followed followed = shell.get(2, TimeUnit.MINUTES);
      assertTrue(followed.out().endsWith(" NodeDataChanged /app v\n"), followed.out());
      assertEquals(1, followed.out().lines().count(), followed.out());
      assertTrue(
          followed
              .err()
              .startsWith("Connected again: what changed below /app meanwhile is not shown\n"),
          followed.err());
      assertTrue(followed.err().contains("session expired: "), followed.err());
      assertEquals(1, followed.exitCode());
    }
  }
}
