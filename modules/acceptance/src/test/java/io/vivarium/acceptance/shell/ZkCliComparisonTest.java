package io.vivarium.acceptance.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.CommandLines;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same commands to Apache's zkCli and to the package's, on the same server: both streams and the exit codes must agree. */
@Tag("standalone")
class ZkCliComparisonTest {
  @RegisterExtension
  static final ServerExtension SERVER =
      ServerExtension.with(ServerSetup.standard().with("enforceQuota", "true"));

  private static final String ZK_CLI = "org.apache.zookeeper.ZooKeeperMain";

  private static final String SESSION =
      """
      create /c
      create /c
      create -s /c/s-
      create -e /c/eph
      create -c /c/cont
      create -t 100000 /c/ttl
      create -c -e /c/x
      create /c/d hello
      create /missing/d
      create /c/eph/x
      create /c/acl data world:anyone:cdra
      get /c/d
      get -s /c/d
      get -b /c/d
      get -x /c/d
      get /c/cont
      get /c/missing
      get -w /c/d
      set /c/d world
      set -s /c/d four
      set -v 0 /c/d x
      set -b /c/d aGVsbG8=
      stat /c/d
      stat /c/missing
      ls /
      ls -s /c
      ls -R /c
      ls /c/missing
      ls c
      ls
      getAcl /c/d
      getAcl -s /c/d
      getAcl /c/acl
      setAcl /c/d world:anyone:cdrw
      getAcl /c/d
      setAcl /c/d world:anyone:cdrwa
      addauth digest bob:bobpw
      whoami
      getEphemerals
      getEphemerals /c
      getAllChildrenNumber /c
      setquota -n 5 -b 100 /c
      setquota -n 5 /c
      setquota -B 100 /c
      listquota /c
      listquota /nope
      delquota -B /c
      delquota /c
      listquota /c
      sync /c
      addWatch /c
      addWatch -m PERSISTENT /c/d
      set /c/d w
      removewatches /c/d
      removewatches /nope
      config
      config -s
      config -c
      reconfig -remove 9
      reconfig
      history
      printwatches
      printwatches off
      printwatches
      delete /c
      delete /c/nope
      delete -v 99 /c/d
      delete /c/d
      deleteall /c
      deleteall /c
      bogus
      quit
      """;

  @TempDir Path directory;
  private CommandLines lines;

  @BeforeEach
  void onlyThePackageHasAShell() {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    lines = new CommandLines(directory);
  }

  private CommandLines.Run apache(String input, String... arguments) throws Exception {
    return lines.apache(ZK_CLI, input, connected(arguments));
  }

  private CommandLines.Run packaged(String input, String... arguments) throws Exception {
    return lines.packaged("zkCli.sh", input, connected(arguments));
  }

  private static String[] connected(String... arguments) {
    List<String> words =
        new java.util.ArrayList<>(List.of("-server", SERVER.connectString(), "-waitforconnection"));
    words.addAll(List.of(arguments));
    return words.toArray(String[]::new);
  }

  private static List<String> events(String text) {
    return text.lines()
        .filter(line -> line.startsWith("WatchedEvent") && !line.contains("type:None"))
        .map(line -> line.replaceAll("zxid: \\d+", "zxid: N"))
        .toList();
  }

  @Test
  void aSessionOnStandardInputIsTheSame() throws Exception {
    CommandLines.Run expected = apache(SESSION);
    CommandLines.Run actual = packaged(SESSION);

    assertEquals(Transcript.normal(expected.out()), Transcript.normal(actual.out()));
    assertEquals(Transcript.normal(expected.err()), Transcript.normal(actual.err()));
    assertEquals(events(expected.out()), events(actual.out()));
    assertEquals(3, events(actual.out()).size(), actual.out());
    assertEquals(expected.exitCode(), actual.exitCode());
  }

  @Test
  void singleCommandsEndWithTheSameExitCode() throws Exception {
    for (List<String> command :
        List.of(List.of("ls", "/"), List.of("get", "/missing"), List.of("ls"), List.of("bogus"))) {
      CommandLines.Run expected = apache("", command.toArray(String[]::new));
      CommandLines.Run actual = packaged("", command.toArray(String[]::new));

      assertEquals(expected.exitCode(), actual.exitCode(), command::toString);
      assertEquals(Transcript.normal(expected.out()), Transcript.normal(actual.out()));
    }
  }

  @Test
  void fourLetterWordsOfApachesToolAreAnswered() throws Exception {
    CommandLines.Run run =
        lines.apache(
            "org.apache.zookeeper.client.FourLetterWordMain",
            "",
            SERVER.server().host(),
            Integer.toString(SERVER.server().port()),
            "srvr");

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().startsWith("Zookeeper version: 3.9.5-"), run.out());
    assertTrue(run.out().contains("\nMode: standalone\n"), run.out());
  }

  @Test
  void theShellOfThePackageIsForProgramsToo() throws Exception {
    CommandLines.Run run =
        lines.packaged(
            "vivarium",
            "",
            "shell",
            "-server",
            SERVER.connectString(),
            "--output",
            "json",
            "ls",
            "/zookeeper");

    assertEquals(
        new CommandLines.Run(0, "{\"path\":\"/zookeeper\",\"names\":[\"config\",\"quota\"]}\n", ""),
        run);
  }
}
