package io.vivarium.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.Stat;
import io.vivarium.model.WatchEvent;
import io.vivarium.scripted.server.ScriptedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an ensemble answers is played by the test. */
final class EnsembleVerbsTest {
  private static final String MEMBERS =
      """
      server.1=a:2888:3888:participant;0.0.0.0:2181
      server.2=b:2888:3888:participant
      server.10=c:2888:3888:observer;2182
      version=10000002a""";

  private ScriptedServer peer;

  @BeforeEach
  void listen() throws IOException {
    peer = new ScriptedServer();
  }

  @AfterEach
  void stop() throws IOException {
    peer.close();
  }

  private static Reply.DataStat configuration(String text) {
    byte[] data = text.getBytes(UTF_8);
    return new Reply.DataStat(data, new Stat(0, 0x2a, 0, 0, -1, 0, -1, 0, data.length, 0, 0));
  }

  /** Runs commands while the test plays the server; the future has what they printed. */
  private CompletableFuture<String> running(String script) throws IOException {
    StringWriter shown = new StringWriter();
    PrintWriter both = new PrintWriter(shown);
    CompletableFuture<String> printed =
        CompletableFuture.supplyAsync(
            () -> {
              ShellCommand.execute(
                  new Streams(new BufferedReader(new StringReader(script)), both, both, false),
                  "-server",
                  peer.address());
              both.flush();
              return shown.toString();
            },
            task -> new Thread(task).start());
    peer.serve(7);
    return printed;
  }

  private String ended(CompletableFuture<String> printed) throws Exception {
    peer.next(Request.CloseSession.class);
    peer.hangUp();
    return printed.get(2, TimeUnit.MINUTES);
  }

  @Test
  void theConfigurationIsShownAsItIs() throws Exception {
    CompletableFuture<String> printed = running("config\n");
    assertEquals(new Request.GetData("/zookeeper/config", false), peer.next());
    peer.answer(configuration(MEMBERS));

    assertEquals(MEMBERS + "\n", ended(printed));
  }

  @Test
  void clientsAreToldWhereToConnect() throws Exception {
    CompletableFuture<String> printed = running("config -c\n");
    peer.next();
    peer.answer(configuration(MEMBERS));

    assertEquals("10000002a 0.0.0.0:2181,,2182\n", ended(printed));
  }

  @Test
  void aStandaloneServerHasNothingToTell() throws Exception {
    CompletableFuture<String> printed = running("config -c -s\n");
    peer.next();
    peer.answer(configuration(""));

    String shown = ended(printed);
    assertTrue(shown.startsWith("\ncZxid = 0x0\n"), shown);
    assertTrue(shown.endsWith("dataLength = 0\nnumChildren = 0\n"), shown);
  }

  @Test
  void aChangeOfTheConfigurationIsShown() throws Exception {
    CompletableFuture<String> printed = running("config -w\nsync /\n");
    assertEquals(new Request.GetData("/zookeeper/config", true), peer.next());
    peer.answer(configuration("version=1"));
    peer.next(Request.Sync.class);
    peer.fire(WatchEvent.Type.NODE_DATA_CHANGED, "/zookeeper/config");
    peer.answer(new Reply.Path("/"));

    assertEquals(
        """
        version=1

        WATCHER::

        WatchedEvent state:SyncConnected type:NodeDataChanged path:/zookeeper/config zxid: 2

        Sync is OK
        """,
        ended(printed));
  }

  @Test
  void severalServersJoinAndLeaveAtOnce() throws Exception {
    CompletableFuture<String> printed =
        running("reconfig -add server.4=d:1:2;3 -add server.5=e:1:2;3 -remove 1,2 -remove 3\n");
    assertEquals(
        new Request.Reconfig("server.4=d:1:2;3,server.5=e:1:2;3", "1,2,3", null, -1), peer.next());
    peer.answer(configuration("server.4=d:1:2;3\nserver.5=e:1:2;3\nversion=2b"));

    assertEquals(
        """
        Committed new configuration:
        server.4=d:1:2;3
        server.5=e:1:2;3
        version=2b
        """,
        ended(printed));
  }

  @Test
  void allMembersAreNamedAtOnce() throws Exception {
    CompletableFuture<String> printed =
        running("reconfig -members server.1=a:1:2;3,server.2=b:1:2;3 -v 10000002a\n");
    assertEquals(
        new Request.Reconfig(null, null, "server.1=a:1:2;3,server.2=b:1:2;3", 0x10000002aL),
        peer.next());
    peer.answer(ErrorCode.NEW_CONFIG_NO_QUORUM);

    String shown = ended(printed);
    assertTrue(
        shown.startsWith("No quorum of new config is connected and up-to-date with the leader"),
        shown);
    assertTrue(shown.endsWith("vivarium shell: stopped at line 1\n"), shown);
  }

  @Test
  void aReconfigurationUnderWayIsNamed() throws Exception {
    CompletableFuture<String> printed = running("reconfig -remove 1\n");
    peer.next();
    peer.answer(ErrorCode.RECONFIG_IN_PROGRESS);

    assertTrue(ended(printed).startsWith("Another reconfiguration is in progress"));
  }

  @Test
  void aConnectionThatBreaksMeanwhileIsALoss() throws Exception {
    CompletableFuture<String> printed = running("reconfig -remove 1\n");
    peer.next();
    peer.hangUp();
    // Whether the client has found its way back by then decides if it tells that it goes.
    peer.close();

    assertTrue(printed.get(2, TimeUnit.MINUTES).startsWith("KeeperErrorCode = ConnectionLoss\n"));
  }
}
