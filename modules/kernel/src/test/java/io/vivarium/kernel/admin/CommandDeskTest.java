package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.admin.Health;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandDeskTest {
  private static final String NOT_SERVING =
      "This ZooKeeper instance is not currently serving requests";

  private final CommandRig rig = new CommandRig();

  @Test
  void everyNameOfZooKeeperIsThere() {
    assertTrue(
        rig.desk
            .commands()
            .containsAll(
                List.of(
                    "configuration",
                    "connection_stat_reset",
                    "connections",
                    "dirs",
                    "dump",
                    "environment",
                    "get_trace_mask",
                    "hash",
                    "initial_configuration",
                    "is_read_only",
                    "last_snapshot",
                    "leader",
                    "monitor",
                    "observer_connection_stat_reset",
                    "observers",
                    "restore",
                    "ruok",
                    "server_stats",
                    "set_trace_mask",
                    "snapshot",
                    "stat_reset",
                    "stats",
                    "system_properties",
                    "voting_view",
                    "watch_summary",
                    "watches",
                    "watches_by_path",
                    "zabstate")));
    assertEquals(rig.desk.commands().stream().sorted().toList(), rig.desk.commands());
  }

  @ParameterizedTest
  @CsvSource({
    "conf,configuration",
    "config,configuration",
    "crst,connection_stat_reset",
    "cons,connections",
    "gtmk,get_trace_mask",
    "isro,is_read_only",
    "lsnp,last_snapshot",
    "lead,leader",
    "mntr,monitor",
    "orst,observer_connection_stat_reset",
    "obsr,observers",
    "srvr,server_stats",
    "stat,stats",
    "srst,stat_reset",
    "sysp,system_properties",
    "env,environment",
    "wchs,watch_summary",
    "wchc,watches",
    "wchp,watches_by_path"
  })
  void anAliasAnswersByThePrimaryName(String alias, String name) {
    rig.serve();
    assertEquals(name, rig.get(alias).fields().get("command"));
  }

  @Test
  void whileNobodyIsServedTheNameIsTheOneAsked() {
    rig.serve().server.serving = false;
    for (String asked : List.of("mntr", "ruok", "conf", "snapshot", "leader")) {
      AdminReply reply = rig.get(asked);
      assertEquals(200, reply.status());
      assertEquals(asked, reply.fields().get("command"));
      assertEquals(NOT_SERVING, reply.fields().get("error"));
    }
    assertNull(rig.get("sysp").fields().get("error"));
    assertEquals("", rig.get("zabstate").fields().get("zabstate"));
  }

  @Test
  void beforeTheDataWasReadEveryQuestionIsAnswered() {
    for (String command : rig.desk.commands()) {
      AdminReply reply = rig.get(command);
      assertTrue(reply.fields().containsKey("error"), command);
      assertTrue(reply.status() == 200 || reply.status() == 405, command);
    }
    assertEquals(NOT_SERVING, rig.get("ruok").fields().get("error"));
    assertEquals(false, rig.get("zabstate").fields().get("voting"));
    assertEquals(new Health(false, Mode.LOOKING), rig.desk.health());
  }

  @Test
  void theWrongMethodIsRefused() {
    rig.serve();
    assertEquals(405, rig.authorized(AdminMethod.POST, "ruok", "").status());
    assertEquals(405, rig.get("restore").status());
  }

  @Test
  void theEnvelopeComesLast() {
    rig.serve();
    List<String> names = List.copyOf(rig.get("wchs").fields().keySet());
    assertEquals(List.of("command", "error"), names.subList(names.size() - 2, names.size()));
    assertEquals(List.of("error", "command"), List.copyOf(rig.get("leader").fields().keySet()));
    assertEquals(List.of("command", "error"), List.copyOf(rig.get("ruok/").fields().keySet()));
    assertEquals("Unknown command: ruok/", rig.get("ruok/").fields().get("error"));
  }

  @Test
  void statisticsAreReset() {
    rig.serve();
    rig.get("srst");
    rig.get("crst");
    assertEquals(1, rig.server.statsResets);
    assertEquals(1, rig.server.connectionResets);
  }

  @Test
  void propertiesAreShownWithoutSecrets() {
    System.setProperty("vivarium.test.password", "hunter2");
    try {
      Map<String, Object> fields = rig.get("system_properties").fields();
      assertEquals("********", fields.get("vivarium.test.password"));
      assertEquals(System.getProperty("java.version"), fields.get("java.version"));
    } finally {
      System.clearProperty("vivarium.test.password");
    }
  }

  @Test
  void figuresOfTheMonitorAreNumbers() {
    rig.serve();
    rig.server.monitorLines.put("quorum_size", "3");
    rig.server.monitorLines.put("peer_state", "leading - broadcast");
    Map<String, Object> fields = rig.get("mntr").fields();
    assertEquals(3L, fields.get("quorum_size"));
    assertEquals("leading - broadcast", fields.get("peer_state"));
    assertEquals(0.0, fields.get("avg_latency"));
    assertEquals(0L, fields.get("znode_count"));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void healthFollowsTheRole(Mode mode) {
    rig.serve();
    rig.server.mode = mode;
    boolean ready =
        switch (mode) {
          case STANDALONE, LEADER, FOLLOWER, OBSERVER -> true;
          case READ_ONLY, LOOKING -> false;
        };
    assertEquals(new Health(ready, mode), rig.desk.health());
    assertEquals(mode == Mode.STANDALONE || mode == Mode.LEADER, rig.desk.health().leads());
    rig.server.serving = false;
    assertFalse(rig.desk.health().ready());
    assertFalse(rig.desk.health().leads());
  }

  @Test
  void commandsTakeThePlaceOfOthersAllAtOnce() throws Exception {
    List<AdminCommand> before = List.of(new Sample("sample", "smpl"), new Sample("older", "oldr"));
    List<AdminCommand> after = List.of(new Sample("sample", "smpl"), new Sample("newer", "newr"));
    rig.desk.offer(before);
    rig.desk.replace(before, after);
    assertTrue(rig.desk.commands().containsAll(List.of("sample", "newer")));
    assertFalse(rig.desk.commands().contains("older"));

    List<AdminCommand> clashing = List.of(new Sample("other", "othr"), new Sample("mine", "stat"));
    assertThrows(PluginException.class, () -> rig.desk.replace(after, clashing));
    assertTrue(rig.desk.commands().containsAll(List.of("sample", "newer")), "nothing has changed");
    assertFalse(rig.desk.commands().contains("other"));
  }

  @Test
  void aCommandOfAPluginIsOfferedBesideTheOthers() throws Exception {
    rig.desk.offer(List.of(new Sample("sample", "smpl")));
    assertTrue(rig.desk.commands().contains("sample"));
    assertEquals("yes", rig.get("smpl").fields().get("answer"));
    assertEquals("sample", rig.get("smpl").fields().get("command"));
  }

  @Test
  void aPluginsCommandThatChangesSomethingNeedsAuthorization() throws Exception {
    rig.desk.offer(List.of(new Sample("sample", "smpl")));
    assertEquals(
        503,
        rig.ask(AdminMethod.POST, "sample", Map.of(), "digest ann:x", "").status(),
        "nobody's permissions are known yet");
    rig.serve();
    assertEquals(401, rig.ask(AdminMethod.POST, "sample", Map.of(), null, "").status());
    assertEquals(200, rig.authorized(AdminMethod.POST, "sample", "").status());
  }

  @ParameterizedTest
  @CsvSource({"ruok,other", "other,mntr", "Wrong,other", "other,a-b", "other,''"})
  void aNameThatIsTakenOrNoneStopsTheStart(String name, String alias) {
    PluginException refused =
        assertThrows(PluginException.class, () -> rig.desk.offer(List.of(new Sample(name, alias))));
    assertEquals(FatalReason.INVALID_INVOCATION, refused.reason());
    assertTrue(String.valueOf(refused.getMessage()).contains("commands"));
  }

  @Test
  void aCommandThatFailsIsAnsweredWithoutDetails() throws Exception {
    rig.desk.offer(
        List.of(
            new Sample("sample", "smpl") {
              @Override
              public AdminReply answer(AdminRequest request) {
                throw new IllegalStateException("secret");
              }
            }));
    AdminReply reply = rig.get("sample");
    assertEquals(500, reply.status());
    assertEquals("The command failed; the server's log says why", reply.fields().get("error"));
  }

  private static class Sample implements AdminCommand {
    private final String name;
    private final String alias;

    Sample(String name, String alias) {
      this.name = name;
      this.alias = alias;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<String> aliases() {
      return List.of(alias);
    }

    @Override
    public Set<AdminMethod> methods() {
      return Set.of(AdminMethod.values());
    }

    @Override
    public boolean needsServing() {
      return false;
    }

    @Override
    public AdminReply answer(AdminRequest request) {
      return AdminReply.of(new Fields().put("answer", "yes").done());
    }
  }
}
