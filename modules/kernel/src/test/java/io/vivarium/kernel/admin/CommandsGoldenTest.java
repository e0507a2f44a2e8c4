package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Address;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.Membership.Role;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers have the fields of captured ones of ZooKeeper 3.9.5, of the same kinds. */
class CommandsGoldenTest {
  private static final long SESSION = 72_057_663_304_957_952L;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "configuration",
        "connection_stat_reset",
        "connections",
        "dirs",
        "dump",
        "get_trace_mask",
        "hash",
        "initial_configuration",
        "is_read_only",
        "last_snapshot",
        "leader",
        "nosuchcommand",
        "observer_connection_stat_reset",
        "observers",
        "restore",
        "ruok",
        "server_stats",
        "set_trace_mask",
        "snapshot",
        "stat_reset",
        "stats",
        "voting_view",
        "watch_summary",
        "watches",
        "watches_by_path",
        "zabstate"
      })
  void standalone(String command) throws IOException {
    CommandRig rig = standaloneRig();
    JsonNode golden = Shape.golden("standalone/" + command + ".json");
    Map<String, Object> answer =
        command.equals("restore")
            ? rig.ask(io.vivarium.spi.admin.AdminMethod.POST, command, Map.of(), null, "").fields()
            : rig.get(command).fields();
    assertEquals(Shape.of(golden), Shape.of(answer));
    assertEquals(golden.get("command").asText(), answer.get("command"));
    assertEquals(golden.get("error").asText(), String.valueOf(answer.get("error")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "configuration",
        "dump",
        "initial_configuration",
        "leader",
        "observers",
        "server_stats",
        "stats",
        "voting_view",
        "zabstate"
      })
  void leader(String command) throws IOException {
    JsonNode golden = Shape.golden("leader/" + command + ".json");
    Map<String, Object> answer = leaderRig().get(command).fields();
    assertEquals(Shape.of(golden), Shape.of(answer));
  }

  @Test
  void theVotingViewIsEqualToTheLastCharacter() throws IOException {
    JsonNode golden = Shape.golden("leader/voting_view.json");
    assertEquals(golden.toString(), json(leaderRig().get("voting_view").fields()));
  }

  @Test
  void theStateOfZabIsEqualToTheLastCharacter() throws IOException {
    JsonNode golden = Shape.golden("leader/zabstate.json");
    assertEquals(golden.toString(), json(leaderRig().get("zabstate").fields()));
  }

  @Test
  void theTraceMaskIsSetAsInZooKeeper() throws IOException {
    CommandRig rig = standaloneRig();
    assertEquals(
        Shape.golden("standalone/set_trace_mask__traceMask_306.json").toString(),
        json(rig.get("stmk", "traceMask", "306").fields()));
    assertEquals(306, rig.server.traceMask());
    assertEquals(
        "setTraceMask requires long traceMask argument, got abc",
        rig.get("stmk", "traceMask", "abc").fields().get("error"));
  }

  @Test
  void everyNameOfTheEnvironmentIsThere() throws IOException {
    JsonNode golden = Shape.golden("standalone/environment.json");
    Map<String, Object> answer = standaloneRig().get("envi").fields();
    golden.fieldNames().forEachRemaining(name -> assertTrue(answer.containsKey(name), name));
  }

  private static String json(Map<String, Object> fields) {
    return new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(fields).toString();
  }

  private static CommandRig standaloneRig() {
    CommandRig rig = new CommandRig().serve();
    fill(rig.server);
    return rig;
  }

  private static CommandRig leaderRig() {
    CommandRig rig = new CommandRig().serve();
    fill(rig.server);
    TreeMap<Long, Member> members = new TreeMap<>();
    for (long id = 1; id <= 4; id++) {
      members.put(
          id,
          new Member(
              id,
              List.of(new Address("127.0.0.1", 22_040 + (int) id, 22_050 + (int) id)),
              id == 4 ? Role.OBSERVER : Role.PARTICIPANT,
              null));
    }
    rig.server.membership = new Membership(members, new TreeMap<>(), new TreeMap<>(), 0);
    rig.server.mode = Mode.LEADER;
    rig.server.status =
        new ConsensusStatus(
            Mode.LEADER,
            1,
            3,
            3,
            2,
            1,
            List.of(
                new ConsensusStatus.Learner(1, false, true),
                new ConsensusStatus.Learner(4, true, true)));
    rig.server.lastZxid = 0x100000288L;
    rig.server.proposalSizes = new ServerView.ProposalSizes(-1, -1, -1);
    rig.server.configuration =
        new FakeConfiguration(
            22_013,
            "/data/version-2",
            7,
            new ConfigurationView.Ensemble(10, 5, 22_053, 22_043, false, ""));
    return rig;
  }

  private static void fill(FakeServer server) {
    server.connections.add(
        FakeConnection.parse(
            " /127.0.0.1:40670[1](queued=0,recved=0,sent=0,sid=0x100,lop=NA,est=1795176254043,to=12000,lresp=0,llat=0,minlat=0,avglat=0,maxlat=0)"));
    server.ephemerals.add(new FakeServer.Pair(SESSION, "/app/live-1"));
    server.watches.add(new FakeServer.Pair(SESSION, "/app/cfg"));
    server.expiry = List.of(new ServerView.ExpiryBucket(1_182_000, List.of(SESSION)));
    server.digests.add(new ServerView.RecordedDigest(128, 2, 20_055_579_978L));
  }
}
