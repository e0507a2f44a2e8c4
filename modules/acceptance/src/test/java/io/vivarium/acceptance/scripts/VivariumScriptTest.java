package io.vivarium.acceptance.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.server.ServerKind;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VivariumScriptTest {
  private static final String MAIN = "io.vivarium.server/io.vivarium.server.Main";

  @TempDir Path directory;
  private FakePackage pack;

  @BeforeEach
  void unpack() throws Exception {
    pack = FakePackage.create(directory.resolve("a package"), FakePackage.TELL);
  }

  @Test
  void runsTheServerOnTheBundledJavaWithTheArgumentsAsGiven() throws Exception {
    Script.Outcome outcome = pack.vivarium("server", "my zoo.cfg", "--flag=a b").run();

    List<String> words = FakePackage.words(outcome);
    assertEquals(0, outcome.exitCode());
    assertEquals("", outcome.errors());
    assertEquals(pack.bundledJava().toString(), words.getFirst());
    assertEquals(
        List.of(
            "--module-path",
            pack.home() + "/lib",
            "--module",
            MAIN,
            "server",
            "my zoo.cfg",
            "--flag=a b"),
        words.subList(words.indexOf("--module-path"), words.size()));
    assertTrue(words.contains("-Dvivarium.home=" + pack.home()), outcome.output());
    assertTrue(
        words.contains("-Dlogback.configurationFile=" + pack.home() + "/conf/logback.xml"),
        outcome.output());
  }

  /** Java passes over the name of a method that is not there. */
  @Test
  void methodsThatAreCompiledApartAreThere() throws Exception {
    List<String> words = FakePackage.words(pack.vivarium("server").run());

    String option = "-XX:CompileCommand=dontinline,";
    List<String> methods = words.stream().filter(word -> word.startsWith(option)).toList();
    assertFalse(methods.isEmpty(), words.toString());
    for (String method : methods) {
      String[] parts = method.substring(option.length()).split("::", 2);
      assertTrue(methodsOf(parts[0]).contains(parts[1]), method);
    }
  }

  /** Names of the methods that a class of the server has. */
  private static Set<String> methodsOf(String type) throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> jars = Files.list(ServerKind.distribution().resolve("lib"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        try (JarFile file = new JarFile(jar.toFile())) {
          JarEntry entry = file.getJarEntry(type.replace('.', '/') + ".class");
          if (entry != null) {
            byte[] bytes = file.getInputStream(entry).readAllBytes();
            for (MethodModel found : ClassFile.of().parse(bytes).methods()) {
              names.add(found.methodName().stringValue());
            }
            return names;
          }
        }
      }
    }
    throw new AssertionError("no class " + type);
  }

  @Test
  void runsTheToolsOfOperatorsWithTheFormatsOfTheStoragePlugin() throws Exception {
    List<String> words = FakePackage.words(pack.vivarium("backup", "list", "--to", "a b").run());

    String home = pack.home().toString();
    assertEquals(
        List.of(
            "--module-path",
            home + "/lib:" + home + "/lib/tools:" + home + "/plugins/storage-filelog",
            "--module",
            "io.vivarium.tools/io.vivarium.tools.Main",
            "backup",
            "list",
            "--to",
            "a b"),
        words.subList(words.indexOf("--module-path"), words.size()));
    assertTrue(
        words.contains("-Dlogback.configurationFile=" + home + "/conf/logback-tools.xml"),
        words.toString());
    assertTrue(
        FakePackage.words(pack.vivarium("restore").with("ZK_CLIENT_HEAP", "99").run())
            .contains("-Xmx99m"));
  }

  /** The server's names classes that only the server has. */
  @ParameterizedTest
  @ValueSource(
      strings = {"bench", "tls", "scram", "digest", "shell", "plugin", "image", "backup", "health"})
  void noOtherCommandLogsAsTheServerDoes(String command) throws Exception {
    List<String> words = FakePackage.words(pack.vivarium(command).run());

    String file = pack.home() + "/conf/logback-tools.xml";
    assertTrue(words.contains("-Dlogback.configurationFile=" + file), words.toString());
  }

  @Test
  void aDistributionHasOptionsOfItsOwnAndABanner() throws Exception {
    Files.writeString(pack.home().resolve("conf/jvm.options"), "-XX:+UseSerialGC -Xmx64m\n");
    Files.writeString(pack.home().resolve("conf/banner.txt"), "Good morning.\n");

    List<String> words = FakePackage.words(pack.vivarium("server").run());

    assertEquals("Good morning.", words.getFirst());
    assertTrue(words.containsAll(List.of("-XX:+UseSerialGC", "-Xmx64m")), words.toString());
    List<String> other = FakePackage.words(pack.vivarium("version").run());
    assertFalse(other.contains("Good morning.") || other.contains("-Xmx64m"), other.toString());
  }

  @Test
  void aDistributionMayRunFromTheClassPath() throws Exception {
    Files.writeString(pack.home().resolve("lib/class-path"), "");

    List<String> words = FakePackage.words(pack.vivarium("status").run());

    String home = pack.home().toString();
    assertEquals(
        List.of(
            "-cp",
            home + "/lib/*:" + home + "/lib/tools/*:" + home + "/plugins/storage-filelog/*",
            "io.vivarium.tools.Main",
            "status"),
        words.subList(words.indexOf("-cp"), words.size()));
  }

  @Test
  void aCommandThatADistributionLeavesOutIsNamed() throws Exception {
    Files.delete(pack.home().resolve("lib/shell"));

    Script.Outcome outcome = pack.vivarium("shell").run();

    assertEquals(2, outcome.exitCode());
    assertEquals(
        "vivarium: this distribution has no command shell; its directory would be "
            + pack.home()
            + "/lib/shell.\n",
        outcome.errors());
  }

  @Test
  void logsAsTextOrAsJson() throws Exception {
    Script.Outcome json = pack.vivarium("server").with("ZOO_LOG_FORMAT", "json").run();
    Script.Outcome other = pack.vivarium("server").with("ZOO_LOG_FORMAT", "xml").run();

    assertTrue(FakePackage.words(json).contains("-Dvivarium.log.format=json"), json.output());
    assertEquals(2, other.exitCode());
    assertTrue(
        other.errors().contains("ZOO_LOG_FORMAT=xml is neither text nor json"), other.errors());
  }

  @Test
  void findsItsPackageThroughSymbolicLinks() throws Exception {
    Path link =
        Files.createSymbolicLink(directory.resolve("link"), pack.home().resolve("bin/vivarium"));
    Path second = Files.createSymbolicLink(directory.resolve("vivarium"), Path.of("link"));

    List<String> words =
        FakePackage.words(Script.of(second, "version").with("HOME", directory).run());

    assertTrue(Files.isSymbolicLink(link));
    assertTrue(words.contains("-Dvivarium.home=" + pack.home()), words.toString());
  }

  @Test
  void appendsTheOptionsOfTheServerInTheOrderOfTheirVariables() throws Exception {
    List<String> words =
        FakePackage.words(
            pack.vivarium("server")
                .with("JAVA_OPTS", "-Da=1 -Db=*")
                .with("JVMFLAGS", "-Dc=3")
                .with("SERVER_JVMFLAGS", "-Dd=4")
                .with("CLIENT_JVMFLAGS", "-De=5")
                .run());

    int first = words.indexOf("-Da=1");
    assertEquals(
        List.of("-Da=1", "-Db=*", "-Dc=3", "-Dd=4", "--module-path"),
        words.subList(first, first + 5));
  }

  @Test
  void givesOtherCommandsTheOptionsOfClients() throws Exception {
    List<String> words =
        FakePackage.words(
            pack.vivarium("version")
                .with("JVMFLAGS", "-Dc=3")
                .with("SERVER_JVMFLAGS", "-Dd=4")
                .with("CLIENT_JVMFLAGS", "-De=5")
                .run());

    assertTrue(words.containsAll(List.of("-Xmx256m", "-Dc=3", "-De=5")), words.toString());
    assertFalse(words.contains("-Dd=4"), words.toString());
  }

  @Test
  void givesTheServerTheHeapThatIsAskedFor() throws Exception {
    assertTrue(
        FakePackage.words(pack.vivarium("server").with("ZK_SERVER_HEAP", "3000").run())
            .contains("-Xmx3000m"));
    assertTrue(
        FakePackage.words(pack.vivarium("server").run()).contains("-XX:MaxRAMPercentage=50"));
  }

  @Test
  void passesOnWhereLogsGoAndThatTheDataDirectoryIsNotToBeMade() throws Exception {
    Path logs = Files.createDirectory(directory.resolve("the logs"));

    List<String> words =
        FakePackage.words(
            pack.vivarium("server")
                .with("ZOO_LOG_DIR", logs)
                .with("ZOO_LOG_FILE", "a.log")
                .with("ZOO_DATADIR_AUTOCREATE_DISABLE", "1")
                .run());

    assertTrue(
        words.containsAll(
            List.of(
                "-Dzookeeper.log.dir=" + logs,
                "-Dzookeeper.log.file=a.log",
                "-XX:HeapDumpPath=" + logs,
                "-Dzookeeper.datadir.autocreate=false")),
        words.toString());
  }

  @Test
  void readsTheSettingsBesideTheConfiguration() throws Exception {
    Path conf = Files.createDirectory(directory.resolve("conf"));
    Files.writeString(
        conf.resolve("java.env"),
        "unset_is_fine=$UNSET\nfalse\nJVMFLAGS=\"$JVMFLAGS -Dfrom=env\"\n");
    Files.writeString(conf.resolve("logback.xml"), "<configuration/>");

    Script.Outcome outcome = pack.vivarium("server").with("ZOOCFGDIR", conf).run();

    List<String> words = FakePackage.words(outcome);
    assertTrue(words.contains("-Dfrom=env"), outcome.toString());
    assertTrue(
        words.contains("-Dlogback.configurationFile=" + conf + "/logback.xml"), outcome.toString());
  }

  @Test
  void runsOnJavaHomeWhenItIsNewEnough() throws Exception {
    Path java = pack.otherJava(directory.resolve("java"), "25.0.1");

    Script.Outcome outcome = pack.vivarium("server").with("JAVA_HOME", java).run();

    assertEquals(java + "/bin/java", FakePackage.words(outcome).getFirst());
    assertEquals("", outcome.errors());
  }

  @Test
  void saysSoWhenJavaHomeIsTooOldAndRunsOnTheBundledJava() throws Exception {
    Path java = pack.otherJava(directory.resolve("java"), "1.8.0_402");

    Script.Outcome outcome = pack.vivarium("server").with("JAVA_HOME", java).run();

    assertEquals(pack.bundledJava().toString(), FakePackage.words(outcome).getFirst());
    assertEquals(
        "vivarium: JAVA_HOME=" + java + " is Java 8, 25 is needed; using the bundled Java.\n",
        outcome.errors());
  }

  @Test
  void saysWhatToDoWhenThereIsNoJavaAtAll() throws Exception {
    Files.delete(pack.bundledJava());

    Script.Outcome outcome = pack.vivarium("server").run();

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.errors().contains("set JAVA_HOME to a Java 25 or newer"), outcome.errors());
  }

  @Test
  void showsTheCommandLineInsteadOfRunningIt() throws Exception {
    Script.Outcome outcome = pack.vivarium("--print-command", "server", "zoo.cfg").run();

    assertEquals(1, outcome.output().lines().count());
    assertTrue(outcome.output().startsWith(pack.bundledJava() + " -XX:"), outcome.output());
    assertTrue(
        outcome.output().endsWith("--module " + MAIN + " server zoo.cfg\n"), outcome.output());
  }

  @Test
  void passesTheExitCodeOn() throws Exception {
    Script.write(pack.bundledJava(), "exit 14\n");

    assertEquals(14, pack.vivarium("server").run().exitCode());
  }
}
