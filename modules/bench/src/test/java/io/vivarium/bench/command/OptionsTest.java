package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.load.Experiment;
import io.vivarium.bench.load.Plan;
import io.vivarium.bench.load.Population;
import io.vivarium.bench.server.ServerKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the options of the commands mean. */
class OptionsTest {
  @TempDir private Path directory;

  @Command
  private static final class Probe {
    @Mixin private LoadOptions load;
    @Mixin private ServerOptions servers;
  }

  private static Probe parse(String... args) {
    Probe probe = new Probe();
    new CommandLine(probe).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
    return probe;
  }

  private List<ServerKind> kinds(String servers) {
    return parse("--servers", servers).servers.kinds(directory, directory.resolve("work"));
  }

  @Test
  void withoutOptionsALoadIsModestAndMeasuredForTenSeconds() {
    Probe probe = parse();
    assertEquals(
        List.of("set", "get"), probe.load.experiments.stream().map(Experiment::word).toList());
    Population million = new Population(1_000_000, 1000, 0, 100);
    assertEquals(new Plan(32, 16, 0, 5, 10, 100, 100, million), probe.load.plan());
    assertEquals(1, probe.load.threads());
  }

  @Test
  void everyOptionOfALoadReachesThePlan() {
    Probe probe =
        parse(
            "--workload",
            "lock,multi",
            "--sessions",
            "1",
            "--in-flight",
            "2",
            "--rate",
            "3",
            "--warm-up",
            "4",
            "--seconds",
            "5",
            "--znodes",
            "6",
            "--bytes",
            "7",
            "--threads",
            "8",
            "--population",
            "9",
            "--per-parent",
            "10",
            "--path-bytes",
            "11");
    assertEquals(
        List.of("lock", "multi"), probe.load.experiments.stream().map(Experiment::word).toList());
    assertEquals(new Plan(1, 2, 3, 4, 5, 6, 7, new Population(9, 10, 11, 7)), probe.load.plan());
    assertEquals(8, probe.load.threads());
  }

  @Test
  void thereIsAtLeastOneThread() {
    assertEquals(1, parse("--threads", "0").load.threads());
  }

  @Test
  void serversAreNamedByProgramOrLabel() {
    assertEquals(
        List.of("vivarium", "new", "apache", "apache-netty", "old"),
        kinds("vivarium,vivarium:new,apache,apache-netty,apache:old").stream()
            .map(ServerKind::name)
            .toList());
  }

  @Test
  void aPlaceStandsBehindTheName() throws Exception {
    Path program = directory.resolve("elsewhere/bin/vivarium");
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n");
    assertTrue(program.toFile().setExecutable(true));
    ServerKind kind = kinds("vivarium:label=" + directory.resolve("elsewhere")).getFirst();
    assertEquals("label", kind.name());
    List<String> command = kind.command(Path.of("/etc/zoo.cfg"), 512);
    assertEquals(
        List.of(
            "env",
            "SERVER_JVMFLAGS=-Xms512m -Xmx512m",
            program.toString(),
            "server",
            "/etc/zoo.cfg"),
        command);
  }

  @Test
  void withoutAPlaceItIsThisDistribution() {
    ServerKind kind = kinds("vivarium").getFirst();
    IOException missing =
        assertThrows(IOException.class, () -> kind.command(Path.of("zoo.cfg"), 64));
    assertTrue(
        String.valueOf(missing.getMessage()).contains(directory.resolve("bin/vivarium").toString()),
        missing.getMessage());
  }

  @Test
  void anUnknownServerIsNamedWithTheKnownOnes() {
    IllegalArgumentException unknown =
        assertThrows(IllegalArgumentException.class, () -> kinds("vivarium,consul:x"));
    assertEquals(
        "unknown server 'consul'; known are vivarium, apache and apache-netty",
        unknown.getMessage());
  }

  @Test
  void everyServerGetsTheSameSafeLinesAndWhatIsAskedForWins() {
    Map<String, String> settings =
        parse("--set", "tickTime=500", "--set", "snapCount=7").servers.settings();
    assertEquals("500", settings.get("tickTime"));
    assertEquals("7", settings.get("snapCount"));
    assertEquals("10", settings.get("initLimit"));
    assertEquals("0", settings.get("maxClientCnxns"));
  }

  @Test
  void theWorkingDirectoryIsTemporaryUnlessItIsNamed() throws IOException {
    ServerOptions unnamed = parse().servers;
    assertTrue(unnamed.temporary());
    Path made = unnamed.work();
    assertTrue(Files.isDirectory(made));
    Directories.delete(made);

    ServerOptions named = parse("--directory", directory.resolve("a/b").toString()).servers;
    assertFalse(named.temporary());
    assertEquals(directory.resolve("a/b"), named.work());
    assertTrue(Files.isDirectory(directory.resolve("a/b")));
  }

  @Test
  void aDirectoryIsRemovedWithAllItHoldsAndNothingElse() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("x/y/z"));
    Files.writeString(tree.resolve("file"), "text");
    Files.writeString(directory.resolve("beside"), "text");
    Directories.delete(directory.resolve("x"));
    assertFalse(Files.exists(directory.resolve("x")));
    assertTrue(Files.exists(directory.resolve("beside")));
    Directories.delete(directory.resolve("x"));
  }

  @Test
  void aLinkInItIsRemovedAndWhatItPointsToStays() throws IOException {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("file"), "text");
    Path doomed = Files.createDirectories(directory.resolve("doomed"));
    Files.createSymbolicLink(doomed.resolve("link"), outside);
    Directories.delete(doomed);
    assertFalse(Files.exists(doomed));
    assertTrue(Files.exists(outside.resolve("file")));
  }

  @Test
  void whatIsAboutTlsIsNotTriedInTheClear() {
    StringWriter err = new StringWriter();
    int code =
        BenchCommand.execute(
            directory,
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            "run",
            "localhost:1",
            "--workload",
            "attack-handshakes",
            "--rate",
            "10");
    assertEquals(2, code);
    assertTrue(
        err.toString().contains("attack-handshakes is about TLS: give --tls"), err::toString);
  }
}
