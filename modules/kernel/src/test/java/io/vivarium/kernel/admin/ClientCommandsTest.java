package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCommandsTest {
  private static final Set<Thread.State> WAITS =
      Set.of(Thread.State.BLOCKED, Thread.State.WAITING, Thread.State.TERMINATED);

  private static final String ANN = "digest ann:x";

  private final CommandRig rig = new CommandRig().serve();

  private AdminReply post(String command, String name, String value) {
    return rig.ask(AdminMethod.POST, command, Map.of(name, value), ANN, "");
  }

  @Test
  void whatIsAllowedIsShownAndChangedByThoseWhoMay() {
    assertEquals(60, rig.get("settings").fields().get("max_client_cnxns"));
    assertEquals(7, post("settings", "max_client_cnxns", "7").fields().get("max_client_cnxns"));
    assertEquals(7, rig.clients.limits().perAddress());
    assertEquals(4_000, rig.clients.limits().leastTimeoutMs());
    assertEquals(
        401,
        rig.ask(AdminMethod.POST, "settings", Map.of("max_client_cnxns", "8"), null, "").status());
    rig.rootAcl = Acl.READ_ONLY;
    assertEquals(403, post("settings", "max_client_cnxns", "8").status());
    assertEquals(7, rig.clients.limits().perAddress());
  }

  @ParameterizedTest
  @CsvSource({
    "max_client_cnxns,-1,at least 0",
    "max_client_cnxns,x,whole number",
    "min_session_timeout,40001,not more than the greatest",
    "max_session_timeout,0,not more than the greatest",
    "tick_time,5,cannot be changed"
  })
  void whatMakesNoSenseIsRefused(String name, String value, String reason) {
    AdminReply reply = post("settings", name, value);
    assertEquals(400, reply.status());
    assertTrue(String.valueOf(reply.fields().get("error")).contains(reason), reply.toString());
    assertEquals(new ClientControl.Limits(60, 4_000, 40_000), rig.clients.limits());
  }

  /** The second comes when the first has seen what is in force and not changed it yet. */
  @Test
  void ofTwoChangesAtTheSameTimeNoneIsLost() throws InterruptedException {
    Thread second = new Thread(() -> post("settings", "min_session_timeout", "5000"));
    rig.clients.afterLook =
        () -> {
          second.start();
          while (!WAITS.contains(second.getState())) {
            Thread.onSpinWait();
          }
        };
    post("settings", "max_client_cnxns", "7");
    second.join();
    assertEquals(new ClientControl.Limits(7, 5_000, 40_000), rig.clients.limits());
  }

  @ParameterizedTest
  @CsvSource({
    "close_session,session,0x100,200",
    "close_session,session,256,200",
    "close_session,session,0x101,404",
    "close_session,session,x,400",
    "close_session,other,1,400",
    "close_connection,session,0x100,200",
    "close_connection,session,0x101,404",
    "drop_learner,id,3,200",
    "drop_learner,id,4,404"
  })
  void clientsAndLearnersAreClosedByNumber(
      String command, String parameter, String value, int status) {
    assertEquals(status, post(command, parameter, value).status());
    assertEquals(
        401, rig.ask(AdminMethod.POST, command, Map.of(parameter, value), null, "").status());
  }

  @Test
  void figuresOfOneConnectionAreReset() {
    rig.get("connection_stat_reset", "session", "0x100");
    assertEquals(List.of("reset"), rig.clients.done);
    AdminReply unknown = rig.get("connection_stat_reset", "session", "0x101");
    assertEquals(404, unknown.status());
    assertEquals("No client with the session 0x101 is here", unknown.fields().get("error"));
    assertEquals(0, rig.server.connectionResets);
    rig.get("connection_stat_reset");
    assertEquals(1, rig.server.connectionResets);
  }

  /** Whoever means one connection does not mean all of them. */
  @ParameterizedTest
  @CsvSource({
    "connection_stat_reset,session,client-7",
    "connection_stat_reset,session,''",
    "connections,session,0xfffffffffffffffff",
    "connections,most,few",
    "stats,most,few"
  })
  void aNumberThatIsNoneIsRefused(String command, String parameter, String value) {
    AdminReply reply = rig.get(command, parameter, value);
    assertEquals(400, reply.status());
    assertEquals(
        "The parameter "
            + parameter
            + " is "
            + value
            + "; it must be a whole number, with 0x before it when it is hexadecimal",
        reply.fields().get("error"));
    assertEquals(0, rig.server.connectionResets);
    assertEquals(List.of(), rig.clients.done);
  }

  @Test
  void whoeverProvedItElsewhereIsAskedForNothing() {
    assertEquals(
        200,
        rig.desk
            .askAsOperator(AdminRequest.post("close_session", Map.of("session", "0x100")))
            .status());
    assertEquals(List.of("end"), rig.clients.done);
  }

  @Test
  void aConnectionIsShownWithWhatItsSessionOwns() {
    rig.server.connections.add(
        FakeConnection.parse(
            " /127.0.0.1:40670[1](queued=0,recved=0,sent=0,sid=0x100,lop=NA,est=1795176254043,to=12000,lresp=0,llat=0,minlat=0,avglat=0,maxlat=0)"));
    rig.server.connections.add(
        FakeConnection.parse(" /127.0.0.1:40680[1](queued=0,recved=0,sent=0)"));
    rig.server.ephemerals.add(new FakeServer.Pair(0x100, "/app/live-1"));
    rig.server.ephemerals.add(new FakeServer.Pair(0x200, "/app/live-2"));
    List<?> shown =
        (List<?>) rig.get("connections", "session", "0x100").fields().get("connections");
    assertEquals(1, shown.size());
    assertEquals(List.of("/app/live-1"), ((Map<?, ?>) shown.getFirst()).get("ephemeral_paths"));
    assertEquals(0, rig.server.visited, "what other sessions own is not looked at");
    assertEquals(
        1, ((List<?>) rig.get("connections", "most", "1").fields().get("connections")).size());
  }
}
