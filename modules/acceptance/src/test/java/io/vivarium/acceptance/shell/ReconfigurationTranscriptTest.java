package io.vivarium.acceptance.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleState;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.CommandLines;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The members of a running ensemble are changed by Apache's zkCli and then by the package's: both must print the same. */
@Tag("ensemble")
@Tag("brief")
class ReconfigurationTranscriptTest {
  private static final int OBSERVER = 4;

  @RegisterExtension final EnsembleExtension ensembles = new EnsembleExtension();

  @TempDir Path directory;

  /** Ends with the members with which it begins. */
  private String session(String observer, String members) throws Exception {
    Path file = Files.writeString(directory.resolve("members"), members);
    return """
    reconfig -remove 4
    addauth digest %1$s
    config
    config -s
    reconfig -remove 4
    config
    reconfig -s -add %2$s
    config -c
    reconfig -v 99 -remove 4
    reconfig -remove 1,2,3
    reconfig -add server.9=nonsense
    reconfig -members %2$s -add %2$s
    reconfig -file %3$s -members %2$s
    reconfig -file %3$s
    reconfig -add
    reconfig
    get /zookeeper/config
    quit
    """
        .formatted(EnsembleState.SUPER_USER, observer, file);
  }

  @Test
  void changesOfTheMembershipAreToldAlike() throws Exception {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    EnsembleUnderTest ensemble =
        ensembles.start(
            EnsembleSetup.three()
                .and(OBSERVER, ServerKind.selected())
                .observing(OBSERVER)
                .with("reconfigEnabled", "true"));
    Member leader = ensemble.awaitLeader();
    String observer = ensemble.specification(ensemble.member(OBSERVER), "observer");
    String members =
        ensemble.members().stream()
            .map(
                member ->
                    ensemble.specification(
                        member, member.id() == OBSERVER ? "observer" : "participant"))
            .collect(Collectors.joining("\n", "", "\n"));
    nameClientPorts(leader, members.replace('\n', ','));
    CommandLines lines = new CommandLines(directory);
    String session = session(observer, members);
    String[] arguments = {"-server", leader.connectString(), "-waitforconnection"};

    CommandLines.Run expected =
        lines.apache("org.apache.zookeeper.ZooKeeperMain", session, arguments);
    CommandLines.Run actual = lines.packaged("zkCli.sh", session, arguments);

    assertEquals(normal(expected.out()), normal(actual.out()));
    assertEquals(normal(expected.err()), normal(actual.err()));
    assertEquals(expected.exitCode(), actual.exitCode());
    assertEquals(3, actual.out().split("Committed new configuration:", -1).length - 1);
    assertTrue(actual.err().contains("version No is not valid"), actual.err());
  }

  /** Written by whoever starts it, the first membership has no client ports, and the changes name them. */
  private void nameClientPorts(Member leader, String members) throws Exception {
    EventLog events = new EventLog();
    ZooKeeperAdmin admin =
        ensembles.closing(new ZooKeeperAdmin(leader.connectString(), 15_000, events));
    events.awaitConnected();
    admin.addAuthInfo("digest", EnsembleState.SUPER_USER.getBytes(UTF_8));
    admin.reconfigure(null, null, members, -1, new Stat());
  }

  /** Versions go up with each change, and zkCli prints client addresses in the order of a hash table. */
  private static String normal(String text) {
    return Transcript.normal(text)
        .replaceAll("(?m)version=[0-9a-f]+$", "version=N")
        .replaceAll("(?m)^[0-9a-f]{9,} .*:\\d+.*$", "VERSION ADDRESSES");
  }
}
