package io.vivarium.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.Stat;
import io.vivarium.scripted.server.ScriptedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole sessions as ZooKeeper's zkCli printed them, both streams in one, and what this shell prints for the same commands. */
final class GoldenTranscriptTest {
  @RegisterExtension static final ShellUnderTest SHELL = ShellUnderTest.text();

  private static final Pattern PROMPT = Pattern.compile("\\[zk: \\S+?\\(\\w+\\) (\\d+)] ?");

  /** What was typed in the standalone session; its answers are in the file, numbered. */
  private static final String STANDALONE =
      """
      help
      version
      create /c
      create /c
      create -s -e /c/e- data
      create -e /c/eph data
      create -c /c/cont
      create -t 100000 /c/ttl
      create /c/d hello
      get /c/d
      get -s /c/d
      get -b /c/d
      get -x /c/d
      get -w /c/d
      set /c/d world
      set -s /c/d four
      set -v 0 /c/d x
      set -v 2 /c/d fives
      stat /c/d
      stat /c/missing
      ls /
      ls -s /c
      ls -R /c
      ls -w /c
      getAcl /c/d
      getAcl -s /c/d
      setAcl /c/d world:anyone:cdrw
      setAcl -R /c/d world:anyone:cdrwa
      addauth digest bob:bobpw
      whoami
      setAcl /c/d world:anyone:cdrwa
      getAcl /c/d
      getEphemerals
      getEphemerals /c
      getAllChildrenNumber /c
      setquota -n 5 -b 100 /c
      setquota -n 5 /c
      setquota -B 100 /c
      listquota /c
      set /c/d LONG
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
      history
      printwatches
      printwatches off
      delete /c
      delete /c/nope
      delete -v 99 /c/d
      deleteall /c
      bogus
      ls c
      ls
      """;

  /** The answers of a transcript by the number of the command. */
  private static List<String> answers(String transcript) {
    List<String> answers = new ArrayList<>();
    Matcher prompt = PROMPT.matcher(transcript);
    int from = -1;
    while (prompt.find()) {
      if (from >= 0) {
        answers.add(normal(transcript.substring(from, prompt.start())));
      }
      from = prompt.end();
    }
    answers.add(normal(transcript.substring(from)));
    return answers;
  }

  private static String normal(String answer) {
    return ShellUnderTest.normal(answer)
        .replaceAll("org\\.apache\\.commons\\.cli\\.\\w+: ", "")
        .replaceAll("(?m)^\t(export|follow|help|import|tree) .*\n", "")
        .replaceAll("(?m)[ \t]+$", "")
        .replaceAll("version=\\w+", "version=V")
        .strip();
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = GoldenTranscriptTest.class.getResourceAsStream("/golden/" + name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String session(String server, String script) {
    StringWriter shown = new StringWriter();
    PrintWriter both = new PrintWriter(shown);
    ShellCommand.execute(
        new Streams(new BufferedReader(new StringReader(script)), both, both, false),
        "-server",
        server,
        "-waitforconnection",
        "--zkcli");
    return shown.toString();
  }

  @Test
  void aStandaloneSessionIsTheSame() throws Exception {
    SHELL.run("create /app");
    SHELL.run("create /kafka");
    String script = STANDALONE.replace("LONG", "x".repeat(101));

    List<String> expected = answers(golden("zkcli-standalone.txt"));
    List<String> actual = answers(session(SHELL.address(), script));

    List<String> commands = script.lines().toList();
    for (int i = 2; i < commands.size(); i++) {
      switch (commands.get(i)) {
        // Refused as without -R, and the line ends.
        case "setAcl -R /c/d world:anyone:cdrwa" ->
            assertEquals("Insufficient permission : /c/d", actual.get(i));
        // In whatever order the server has them.
        case "whoami" ->
            assertEquals(
                expected.get(i).lines().sorted().toList(), actual.get(i).lines().sorted().toList());
        default ->
            assertEquals(expected.get(i), actual.get(i), "command " + i + ", " + commands.get(i));
      }
    }
    assertEquals(63, commands.size());
  }

  private static final String FOUR =
      """
      server.1=127.0.0.1:22041:22051:participant
      server.2=127.0.0.1:22042:22052:participant
      server.3=127.0.0.1:22043:22053:participant
      server.4=127.0.0.1:22044:22054:observer
      version=100000000""";

  private static final String RECONFIGURATION =
      """
      addauth digest super:secret
      config
      config -s
      config -c
      reconfig -remove 4
      reconfig -s -add server.4=127.0.0.1:22044:22054:observer;127.0.0.1:22014
      config -c
      reconfig -v 7 -remove 4
      reconfig -remove 99
      reconfig -members server.1=a:1:2 -remove 4
      reconfig
      """;

  private static Reply.DataStat configuration(String text, long version) {
    byte[] data = text.getBytes(UTF_8);
    return new Reply.DataStat(data, new Stat(0, version, 0, 0, -1, 0, -1, 0, data.length, 0, 0));
  }

  @Test
  void aReconfigurationIsTheSame() throws Exception {
    List<String> expected = answers(golden("zkcli-reconfig.txt"));
    String three = FOUR.replaceAll("server.4.*\n", "").replace("100000000", "200000447");
    String again =
        FOUR.replace("observer", "observer;127.0.0.1:22014").replace("100000000", "200000448");
    List<String> actual;
    try (ScriptedServer peer = new ScriptedServer()) {
      CompletableFuture<String> shown =
          CompletableFuture.supplyAsync(
              () -> session(peer.address(), RECONFIGURATION), task -> new Thread(task).start());
      peer.serve(7);
      peer.next(Request.Exists.class);
      peer.answer(ErrorCode.NO_NODE);
      peer.next(Request.Auth.class);
      peer.answer(Reply.Empty.INSTANCE);
      for (int i = 0; i < 3; i++) {
        assertEquals("/zookeeper/config", peer.next(Request.GetData.class).path());
        peer.answer(configuration(FOUR, 0x100000000L));
      }
      assertEquals(new Request.Reconfig(null, "4", null, -1), peer.next());
      peer.answer(configuration(three, 0x200000447L));
      assertEquals(
          "server.4=127.0.0.1:22044:22054:observer;127.0.0.1:22014",
          peer.next(Request.Reconfig.class).joining());
      peer.answer(configuration(again, 0x200000448L));
      peer.next(Request.GetData.class);
      peer.answer(configuration(again, 0x200000448L));
      assertEquals(7, peer.next(Request.Reconfig.class).configId());
      peer.answer(ErrorCode.BAD_VERSION);
      peer.next(Request.Reconfig.class);
      peer.answer(ErrorCode.BAD_ARGUMENTS);
      peer.next(Request.CloseSession.class);
      peer.hangUp();
      actual = answers(shown.get());
    }

    assertEquals(expected.get(1), actual.get(1));
    assertEquals(expected.get(2), actual.get(2));
    assertEquals(expected.get(3), actual.get(3));
    assertEquals(expected.get(4), actual.get(4));
    assertEquals(expected.get(5), actual.get(5));
    // Addresses stand in the order of the servers; zkCli has them in that of a hash table.
    assertEquals("200000448 ,,,127.0.0.1:22014", actual.get(6));
    assertEquals(expected.get(7), actual.get(7));
    assertEquals(expected.get(8), actual.get(8));
    assertEquals(expected.get(9), actual.get(9));
    assertEquals(expected.get(10), actual.get(10));
  }

  @Test
  void membersComeFromAFileToo() throws Exception {
    java.nio.file.Path file = java.nio.file.Files.createTempFile("members", ".cfg");
    java.nio.file.Files.writeString(
        file, "# comment\nserver.1=a:1:2;3\n\nserver.2=b:1:2;3\nversion=5\n");
    try (ScriptedServer peer = new ScriptedServer()) {
      CompletableFuture<String> shown =
          CompletableFuture.supplyAsync(
              () -> session(peer.address(), "reconfig -file " + file + " -v 1a\n"),
              task -> new Thread(task).start());
      peer.serve(7);
      peer.next(Request.Exists.class);
      peer.answer(ErrorCode.NO_NODE);
      assertEquals(
          new Request.Reconfig(null, null, "server.1=a:1:2;3\nserver.2=b:1:2;3", 0x1a),
          peer.next());
      peer.answer(configuration("server.1=a:1:2;3\nversion=1b", 0x1b));
      peer.next(Request.CloseSession.class);
      peer.hangUp();
      assertEquals(
          "Committed new configuration:\nserver.1=a:1:2;3\nversion=V", answers(shown.get()).get(0));
    } finally {
      java.nio.file.Files.delete(file);
    }
    SHELL.holds(
        """
        > reconfig -file /no/such/file
        cannot read /no/such/file: /no/such/file
        > reconfig -v x -add y
        -v argument must be a version in hexadecimal, as config shows it: x
        > reconfig -file a -members b
        Can't use -file and -members together (conflicting non-incremental modes)
        """);
  }
}
