package io.vivarium.acceptance.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** zkCli.sh, zkEnv.sh, zkServer-initialize.sh and zkCleanup.sh. */
final class OtherScriptsTest {
  @TempDir Path directory;
  private FakePackage pack;
  private Path data;
  private Path log;

  @BeforeEach
  void unpack() throws Exception {
    pack = FakePackage.create(directory.resolve("package"), FakePackage.TELL);
    data = directory.resolve("data");
    log = directory.resolve("log");
    Files.writeString(
        pack.home().resolve("conf/zoo.cfg"), "dataDir=" + data + "\ndataLogDir = " + log + " \n");
  }

  private Script.Outcome run(String script, Object... arguments) throws Exception {
    return Script.of(
            Stream.concat(
                    Stream.of(pack.home().resolve("bin").resolve(script)), Stream.of(arguments))
                .toArray())
        .in(directory)
        .with("HOME", directory)
        .run();
  }

  @Test
  void zkCliIsTheShellThatBehavesAsZkCli() throws Exception {
    List<String> words = FakePackage.words(run("zkCli.sh", "-server", "a:1", "get", "/x y"));

    assertEquals(
        List.of("shell", "--zkcli", "-server", "a:1", "get", "/x y"),
        words.subList(words.size() - 6, words.size()));
    assertTrue(words.contains("io.vivarium.shell/io.vivarium.shell.Main"), words::toString);
  }

  @Test
  void zkEnvTellsOtherScriptsWhereThingsAre() throws Exception {
    Files.writeString(pack.home().resolve("conf/java.env"), "SERVER_JVMFLAGS=-Da=1\n");
    Path script = directory.resolve("mine.sh");
    Files.writeString(
        script,
        "#!/usr/bin/env bash\nset -u\nZOOBINDIR="
            + pack.home().resolve("bin")
            + "\n. \"$ZOOBINDIR/zkEnv.sh\"\necho \"$ZOOCFGDIR $ZOOCFG $ZOO_LOG_DIR $SERVER_JVMFLAGS\"\n");
    Path conf = pack.home().resolve("conf");

    assertEquals(
        conf + " " + conf + "/zoo.cfg " + pack.home() + "/logs -Da=1\n",
        Script.of("bash", script).run().output());
  }

  @Test
  void initializeMakesTheDirectoriesOfANewServer() throws Exception {
    Script.Outcome outcome = run("zkServer-initialize.sh", "--myid=3");

    assertEquals(new Script.Outcome(0, "myid set to 3\n", ""), outcome);
    assertEquals("3\n", Files.readString(data.resolve("myid")));
    assertTrue(Files.exists(data.resolve("initialize")));
    assertTrue(Files.isDirectory(data.resolve("version-2")));
    assertTrue(Files.isDirectory(log.resolve("version-2")));
  }

  @Test
  void initializeTouchesNoDataUnlessForced() throws Exception {
    Path old = Files.createDirectories(data.resolve("version-2")).resolve("log.1");
    Files.writeString(old, "old");

    Script.Outcome refused = run("zkServer-initialize.sh", "--myid=3");
    boolean kept = Files.exists(old);
    Script.Outcome forced = run("zkServer-initialize.sh", "--myid", "4", "--force");

    assertEquals(1, refused.exitCode());
    assertTrue(refused.errors().contains("version-2 is there already"), refused.errors());
    assertTrue(kept);
    assertEquals(0, forced.exitCode());
    assertFalse(Files.exists(old));
    assertEquals("4\n", Files.readString(data.resolve("myid")));
  }

  @Test
  void initializeTouchesNothingThatAServerIsUsing() throws Exception {
    Path lock = Files.createDirectories(log.resolve("version-2")).resolve("vivarium.lock");
    try (FileChannel server =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      server.lock();

      Script.Outcome refused = run("zkServer-initialize.sh", "--myid=3", "--force");

      assertEquals(1, refused.exitCode(), refused.output());
      assertTrue(refused.errors().contains("a server is using " + log), refused.errors());
      assertTrue(Files.exists(lock));
    }
    assertEquals(0, run("zkServer-initialize.sh", "--myid=3", "--force").exitCode());
    assertFalse(Files.exists(lock));
  }

  @Test
  void initializeWithoutANumberSaysThatOneIsMissing() throws Exception {
    Path other = Files.writeString(directory.resolve("other.cfg"), "dataDir=" + data + "\n");
    Script.Outcome outcome = run("zkServer-initialize.sh", "--configfile=" + other);

    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.output().startsWith("No myid provided"), outcome.output());
    assertFalse(Files.exists(log));
    assertFalse(Files.exists(data.resolve("myid")));
  }

  @Test
  void initializeRefusesWhatCannotBeMeant() throws Exception {
    for (String wrong : List.of("--myid=0", "--myid=256", "--myid=x", "--myid=", "--what")) {
      assertEquals(1, run("zkServer-initialize.sh", wrong).exitCode(), wrong);
    }
    Script.Outcome missing = run("zkServer-initialize.sh", "--configfile=/no/such.cfg");
    assertEquals(1, missing.exitCode());
    assertTrue(missing.errors().contains("/no/such.cfg"), missing.errors());
    assertFalse(Files.exists(data));
    assertEquals(0, run("zkServer-initialize.sh", "--help").exitCode());
  }

  /** The words from the tool on; the stand-in for Java tells them by echo, which takes -n for itself. */
  private List<String> purge(Object... arguments) throws Exception {
    List<String> words = FakePackage.words(run("zkCleanup.sh", arguments));
    return words.subList(words.indexOf("PurgeTxnLog"), words.size());
  }

  @Test
  void cleanupIsOfTheDirectoriesInTheConfiguration() throws Exception {
    assertEquals(List.of("PurgeTxnLog", log.toString(), data.toString(), "3"), purge("-n", "3"));
    Files.writeString(pack.home().resolve("conf/zoo.cfg"), "dataDir=" + data + "\n");
    assertEquals(List.of("PurgeTxnLog", data.toString(), "3"), purge("-n", "3"));
  }

  @Test
  void cleanupIsOfTheDirectoriesThatAreNamed() throws Exception {
    assertEquals(List.of("PurgeTxnLog", "/logs", "5"), purge("/logs", "-n", "5"));
    assertEquals(List.of("PurgeTxnLog"), purge());
  }

  @Test
  void cleanupWithoutDirectoriesIsRefused() throws Exception {
    Files.writeString(pack.home().resolve("conf/zoo.cfg"), "clientPort=2181\n");
    Script.Outcome outcome = run("zkCleanup.sh", "-n", "3");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.errors().contains("names no dataDir"), outcome.errors());
  }
}
