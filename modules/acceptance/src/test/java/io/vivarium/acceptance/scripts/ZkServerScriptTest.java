package io.vivarium.acceptance.scripts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ZkServerScriptTest {
  /** Stays until it is told to go, as a server does. */
  private static final String SERVE = "trap 'exit 0' TERM\nwhile :; do sleep 0.1; done\n";

  @TempDir Path directory;
  private FakePackage pack;
  private Path dataDir;
  private Path pidFile;

  @BeforeEach
  void unpack() throws Exception {
    pack = FakePackage.create(directory.resolve("package"), FakePackage.TELL);
    dataDir = Files.createDirectory(directory.resolve("data"));
    pidFile = dataDir.resolve("zookeeper_server.pid");
    configure("dataDir=" + dataDir);
  }

  @AfterEach
  void endWhatWasStarted() throws Exception {
    if (Files.exists(pidFile)) {
      ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void startForegroundRunsTheServerWithTheConfigurationOfThePackage() throws Exception {
    List<String> words = FakePackage.words(pack.zkServer("start-foreground").run());

    assertEquals(
        List.of("server", pack.home() + "/conf/zoo.cfg"),
        words.subList(words.size() - 2, words.size()));
  }

  @Test
  void aNamedConfigurationIsLookedForInTheGivenDirectory() throws Exception {
    Path conf = Files.createDirectory(directory.resolve("conf"));
    Files.writeString(conf.resolve("one.cfg"), "dataDir=" + dataDir);

    List<String> words =
        FakePackage.words(
            pack.zkServer("--config", conf.toString(), "start-foreground", "one.cfg").run());

    assertEquals(conf + "/one.cfg", words.getLast());
  }

  @Test
  void aConfigurationWithAPathIsTakenAsItIs() throws Exception {
    Path other = Files.writeString(directory.resolve("other.cfg"), "dataDir=" + dataDir);

    assertEquals(
        other.toString(),
        FakePackage.words(pack.zkServer("start-foreground", other.toString()).run()).getLast());
  }

  @Test
  void aMissingConfigurationIsNamed() throws Exception {
    Script.Outcome outcome = pack.zkServer("start", "nowhere.cfg").run();

    assertEquals(1, outcome.exitCode());
    assertTrue(
        outcome
            .errors()
            .contains("cannot read the configuration " + pack.home() + "/conf/nowhere.cfg"),
        outcome.errors());
  }

  @Test
  void startLeavesAServerBehindThatStopEnds() throws Exception {
    Script.write(pack.bundledJava(), SERVE);

    Script.Outcome started = pack.zkServer("start").run();
    ProcessHandle server = ProcessHandle.of(pid()).orElseThrow();
    boolean served = server.isAlive();
    Script.Outcome again = pack.zkServer("start").run();
    Script.Outcome stopped = pack.zkServer("stop").run();

    assertEquals(new Script.Outcome(0, "Starting zookeeper ... STARTED\n", using()), started);
    assertTrue(served);
    assertEquals(1, again.exitCode());
    assertTrue(
        again.output().contains("already running as process " + server.pid()), again.output());
    assertEquals(new Script.Outcome(0, "Stopping zookeeper ... STOPPED\n", using()), stopped);
    assertFalse(server.isAlive());
    assertFalse(Files.exists(pidFile));
  }

  @Test
  void startTellsTheEndOfTheOutputOfAServerThatEndsAtOnce() throws Exception {
    Script.write(pack.bundledJava(), "echo Invalid config, exiting abnormally >&2\nexit 2\n");

    Script.Outcome outcome = pack.zkServer("start").run();

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.output().contains("FAILED TO START"), outcome.output());
    assertTrue(outcome.output().contains("Invalid config, exiting abnormally"), outcome.output());
    assertFalse(Files.exists(pidFile));
  }

  @Test
  void aServerWhoseProcessIdCannotBeNotedDoesNotRun() throws Exception {
    Script.write(pack.bundledJava(), "echo $$ >" + directory.resolve("started") + "\n" + SERVE);
    Path inTheWay = Files.createDirectory(directory.resolve("pid"));

    Script.Outcome outcome = pack.zkServer("start").with("ZOOPIDFILE", inTheWay).run();

    assertEquals(1, outcome.exitCode());
    assertTrue(
        outcome.output().contains("FAILED TO WRITE PID: cannot write " + inTheWay),
        outcome.output());
    Path started = directory.resolve("started");
    String noted = Files.exists(started) ? Files.readString(started).strip() : "";
    if (!noted.isEmpty()) {
      long pid = Long.parseLong(noted);
      assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }
  }

  @Test
  void aServerOfAnotherUserIsNotTakenForOneThatHasEnded() throws Exception {
    Script.write(pack.bundledJava(), SERVE);
    pack.zkServer("start").run();
    ProcessHandle server = ProcessHandle.of(pid()).orElseThrow();

    Script.Outcome stopped = byAnotherUser(pack.zkServer("stop"));
    Script.Outcome started = byAnotherUser(pack.zkServer("start"));

    assertEquals(1, stopped.exitCode());
    assertTrue(
        stopped.output().contains("process " + server.pid() + " may not be stopped"),
        stopped.output());
    assertEquals(1, started.exitCode());
    assertTrue(started.output().contains("already running as process"), started.output());
    assertTrue(server.isAlive());
    assertEquals(server.pid(), pid());
  }

  @Test
  void aProcessOfAnotherUserThatIsNoServerIsNotTakenForOne() throws Exception {
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(pidFile, other.pid() + "\n");

      Script.Outcome stopped = byAnotherUser(pack.zkServer("stop"));

      assertEquals(0, stopped.exitCode());
      assertFalse(Files.exists(pidFile));
      assertTrue(other.isAlive());
    } finally {
      other.destroyForcibly();
    }
  }

  /** As the shell would answer somebody who may not signal the process; who runs the tests may signal them all. */
  private static Script.Outcome byAnotherUser(Script script) throws Exception {
    return script
        .with("BASH_FUNC_kill%%", "() { echo 'kill: - Operation not permitted' >&2; return 1; }")
        .run();
  }

  @Test
  void stopWithoutAServerSucceeds() throws Exception {
    Script.Outcome outcome = pack.zkServer("stop").run();

    assertEquals(0, outcome.exitCode());
    assertEquals(
        "Stopping zookeeper ... no zookeeper to stop (could not find file " + pidFile + ")\n",
        outcome.output());
  }

  @Test
  void restartReplacesTheServer() throws Exception {
    Script.write(pack.bundledJava(), SERVE);
    pack.zkServer("start").run();
    ProcessHandle first = ProcessHandle.of(pid()).orElseThrow();

    Script.Outcome outcome = pack.zkServer("restart").run();

    assertEquals(0, outcome.exitCode());
    assertFalse(first.isAlive());
    assertTrue(ProcessHandle.of(pid()).orElseThrow().isAlive());
  }

  @Test
  void statusTellsTheModeOfTheServerThatAnswers() throws Exception {
    try (Answering server =
        new Answering("Zookeeper version: 3.9.5\nMode: standalone\nNode count: 5\n")) {
      configure(
          "dataDir="
              + dataDir
              + "\nclientPort = "
              + server.port()
              + " \nclientPortAddress=127.0.0.1");

      Script.Outcome outcome = pack.zkServer("status").run();

      assertEquals(
          "Client port found: "
              + server.port()
              + ". Client address: 127.0.0.1. Client SSL: false.\nMode: standalone\n",
          outcome.output());
      assertEquals(0, outcome.exitCode());
      assertEquals("srvr", server.question());
    }
  }

  @Test
  void statusFindsTheClientPortOfAServerLine() throws Exception {
    try (Answering server = new Answering("Mode: follower\n")) {
      Path dynamic =
          Files.writeString(
              directory.resolve("zoo.cfg.dynamic"),
              "server.1=10.0.0.1:2888:3888;2181\nserver.2=10.0.0.2:2888:3888:participant;127.0.0.1:"
                  + server.port()
                  + "\n");
      Files.writeString(dataDir.resolve("myid"), "2\n");
      configure("dataDir=" + dataDir + "\ndynamicConfigFile=" + dynamic);

      assertTrue(pack.zkServer("status").run().output().contains("Mode: follower"));
    }
  }

  /** Our own key for the number of a server, which has no file myid then. */
  @Test
  void statusFindsTheServerLineByTheNumberInTheConfiguration() throws Exception {
    try (Answering server = new Answering("Mode: follower\n")) {
      configure(
          "dataDir="
              + dataDir
              + "\nmyid=2\nserver.1=10.0.0.1:2888:3888;2181\nserver.2=10.0.0.2:2888:3888;127.0.0.1:"
              + server.port());

      assertTrue(pack.zkServer("status").run().output().contains("Mode: follower"));
    }
  }

  /** The last place of three, and the one that the section tls and client ports in server lines lead to. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "secureClientPort=2281\nsecureClientPortAddress=zk1",
        "clientPort=0\nsecureClientPort=2281\nsecureClientPortAddress=zk1",
        "tls.certificate=zk1.pem\nclientPort=2281\nclientPortAddress=zk1",
        "tls.certificate=zk1.pem\nmyid=1\nserver.1=zk1:2888:3888;zk1:2281",
      })
  void statusAsksAnEncryptedPortWithTheStoresOfTheServer(String ports) throws Exception {
    Path words = directory.resolve("words");
    Script.write(
        pack.bundledJava(),
        "for word; do echo \"$word\" >> " + words + "; done\necho Mode: leader\n");
    configure("dataDir=" + dataDir + "\n" + ports);

    Script.Outcome outcome =
        pack.zkServer("status").with("CLIENT_JVMFLAGS", "-Dzookeeper.ssl.a=b").run();

    assertEquals(
        new Script.Outcome(
            0,
            "Client port found: 2281. Client address: zk1. Client SSL: true.\nMode: leader\n",
            using()),
        outcome);
    List<String> asked = Files.readAllLines(words);
    assertEquals(
        List.of(
            "apache",
            "FourLetterWordMain",
            "zk1",
            "2281",
            "srvr",
            "true",
            pack.home() + "/conf/zoo.cfg"),
        asked.subList(asked.size() - 7, asked.size()));
    assertTrue(asked.contains("-Dzookeeper.ssl.a=b"), asked::toString);
  }

  @Test
  void statusThatGetsNoAnswerFromAnEncryptedPortTellsWhatCanBeTyped() throws Exception {
    Script.write(pack.bundledJava(), "exit 1\n");
    configure("dataDir=" + dataDir + "\nsecureClientPort=2281");

    Script.Outcome outcome = pack.zkServer("status").run();

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.output().contains("Client SSL: true."), outcome.output());
    assertTrue(
        outcome
            .errors()
            .contains(
                "/vivarium status --config "
                    + pack.home()
                    + "/conf/zoo.cfg --tls-trust FILE --tls-key FILE"),
        outcome.errors());
  }

  @Test
  void aPortThatTakesBothIsAskedInTheClear() throws Exception {
    try (Answering server = new Answering("Mode: standalone\n")) {
      configure(
          "dataDir="
              + dataDir
              + "\ntls.certificate=a.pem\nclient.portUnification=true\nclientPortAddress=127.0.0.1\nclientPort="
              + server.port());

      assertTrue(pack.zkServer("status").run().output().contains("Client SSL: false.\nMode: "));
    }
  }

  @Test
  void aConfigurationWithoutAnyPortIsSaidSo() throws Exception {
    Script.Outcome outcome = pack.zkServer("status").run();

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.errors().contains("Client port not found in "), outcome.errors());
  }

  @Test
  void versionPrintsZooKeepersLineFirst() throws Exception {
    List<String> words = FakePackage.words(pack.zkServer("version").run());

    assertEquals(List.of("version", "--zookeeper"), words.subList(words.size() - 2, words.size()));
  }

  @Test
  void statusFailsWhenNobodyAnswers() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    configure("dataDir=" + dataDir + "\nclientPort=" + port);

    Script.Outcome outcome = pack.zkServer("status").run();

    assertEquals(1, outcome.exitCode());
    assertTrue(
        outcome.output().contains("Error contacting service. It is probably not running."),
        outcome.output());
  }

  @Test
  void remoteManagementIsOpenedOnTheGivenPort() throws Exception {
    List<String> words =
        FakePackage.words(
            pack.zkServer("start-foreground")
                .with("JMXPORT", "9010")
                .with("SERVER_JVMFLAGS", "-Da=1")
                .run());

    assertTrue(
        words.containsAll(
            List.of(
                "-Dcom.sun.management.jmxremote.port=9010",
                "-Dcom.sun.management.jmxremote.ssl=false",
                "-Da=1")),
        words.toString());
  }

  /** What it adds of its own would be taken back, and an agent loaded twice. */
  @Test
  void theFilesOfSettingsAreReadOnce() throws Exception {
    Files.writeString(
        pack.home().resolve("conf/java.env"),
        "SERVER_JVMFLAGS=-Da=1\nexport JVMFLAGS=\"$JVMFLAGS -Dagent=on\"\n");
    List<String> words =
        FakePackage.words(pack.zkServer("start-foreground").with("JMXPORT", "9010").run());

    assertTrue(
        words.containsAll(List.of("-Dcom.sun.management.jmxremote.port=9010", "-Da=1")),
        words.toString());
    assertEquals(1, Collections.frequency(words, "-Dagent=on"), words.toString());
  }

  @Test
  void otherWordsGetTheUsage() throws Exception {
    Script.Outcome outcome = pack.zkServer("begin").run();

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.errors().startsWith("Usage: "), outcome.errors());
  }

  private String using() {
    return "Using config: " + pack.home() + "/conf/zoo.cfg\n";
  }

  private void configure(String text) throws IOException {
    Files.writeString(pack.home().resolve("conf/zoo.cfg"), text + "\n");
  }

  private long pid() throws IOException {
    return Long.parseLong(Files.readString(pidFile).strip());
  }

  /** Gives one answer to whoever connects first. */
  private static final class Answering implements AutoCloseable {
    private final ServerSocket socket;
    private final Thread thread;
    private volatile String question = "";

    Answering(String answer) throws IOException {
      socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket client = socket.accept()) {
                      question = new String(client.getInputStream().readNBytes(4), US_ASCII);
                      client.getOutputStream().write(answer.getBytes(US_ASCII));
                    } catch (IOException e) {
                      question = e.toString();
                    }
                  });
    }

    int port() {
      return socket.getLocalPort();
    }

    String question() throws InterruptedException {
      thread.join();
      return question;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
