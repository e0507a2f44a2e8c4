package io.vivarium.acceptance.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.manual.Page;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.client.Client;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A project from each archetype, made by the command of docs/plugins/README.md, and the example repository: built from published
 * artifacts, tested by their own tests, and taken in by the packaged server, all of them at once.
 */
class PluginProjectsTest {
  private static final List<String> SPIS =
      List.of("transport", "storage", "authentication", "consensus", "metrics", "admin", "audit");

  private static final Pattern GENERATE =
      Pattern.compile("```sh\n(mvn [^`]*archetype[^`]*?)\ncd my-audit\nmvn verify\n```");

  private static final Pattern SUITE =
      Pattern.compile("<testsuite [^>]*tests=\"(\\d+)\" errors=\"0\" skipped=\"0\" failures=\"0\"");

  @TempDir static Path directory;

  private static Workshop workshop;

  @BeforeAll
  static void buildAll() throws Exception {
    workshop = Workshop.open(directory);
    Matcher guide =
        GENERATE.matcher(Files.readString(Workshop.ROOT.resolve("docs/plugins/README.md")));
    assertTrue(
        guide.find(), "the guide has no commands any more that generate and build a project");
    StringBuilder commands = new StringBuilder();
    for (String spi : SPIS) {
      commands.append(guide.group(1).replace("audit", spi)).append('\n');
    }
    workshop.type("generate", commands.toString());
    Workshop.copy(Workshop.ROOT.resolve("docs/plugins/example"), directory.resolve("example"));
    // What each would do by itself, in one run of Maven.
    StringBuilder modules = new StringBuilder("<module>example</module>");
    SPIS.forEach(spi -> modules.append("<module>my-").append(spi).append("</module>"));
    Files.writeString(
        directory.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId>
          <artifactId>all</artifactId>
          <version>1.0.0</version>
          <packaging>pom</packaging>
          <modules>%s</modules>
        </project>
        """
            .formatted(modules));
    workshop.type("build", "mvn verify");
  }

  static Stream<Path> projects() {
    return Stream.concat(
            SPIS.stream().map(spi -> "my-" + spi),
            Stream.of("example/metrics-statsd", "example/command-fsync"))
        .map(Path::of);
  }

  @ParameterizedTest
  @MethodSource("projects")
  void aProjectsOwnTestsHaveRun(Path project) throws IOException {
    assertTrue(testsOf(project, "surefire-reports") > 6, "no suite of an SPI is that small");
  }

  @ParameterizedTest
  @MethodSource("projects")
  void aServerHasTakenTheZipInWhereItWasPacked(Path project) throws IOException {
    assertEquals(1, testsOf(project, "failsafe-reports"));
  }

  private static int testsOf(Path project, String reports) throws IOException {
    List<String> suites =
        read(directory.resolve(project).resolve("target").resolve(reports), "TEST-", ".xml");
    assertEquals(1, suites.size());
    Matcher suite = SUITE.matcher(suites.getFirst());
    assertTrue(suite.find(), suites::getFirst);
    return Integer.parseInt(suite.group(1));
  }

  /** Which the tests of the author's code do not read, and every server does. */
  @Test
  void aDescriptorThatNoServerWouldTakeIsFoundOutByItsOwnBuild() throws Exception {
    Workshop.copy(directory.resolve("my-audit"), directory.resolve("my-mistake"));
    String log =
        workshop.type(
            "mistake",
            """
            cd my-mistake
            sed -i 's/^spi.version = .*/spi.version = one/' src/main/plugin/plugin.properties
            ! mvn verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
            """);
    assertTrue(log.contains("spi.version = one is neither a number"), log);
  }

  @ParameterizedTest
  @MethodSource("projects")
  void itsZipHasTheDescriptorTheJarsAndTheirChecksums(Path project) throws Exception {
    TreeMap<String, String> sums = new TreeMap<>();
    List<String> listed = new ArrayList<>();
    try (ZipFile zip = new ZipFile(zipOf(project).toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          if (entry.getName().equals("SHA256SUMS")) {
            listed.addAll(new String(bytes, UTF_8).lines().toList());
          } else {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
            sums.put(entry.getName(), HexFormat.of().formatHex(sum) + "  " + entry.getName());
          }
        }
      }
    }
    assertEquals(List.copyOf(sums.values()), listed);
    String jar = project.getFileName() + "-1.0.0.jar";
    assertTrue(sums.containsKey(jar) && sums.containsKey("plugin.properties"), sums::toString);
    int libraries = project.endsWith("command-fsync") ? 1 : 0;
    assertEquals(2 + libraries, sums.size(), sums::toString);
  }

  @Test
  void thePackagedServerRunsAllOfThemAtOnce(@TempDir Path home) throws Exception {
    Path installed = Files.createDirectories(home.resolve("installation/plugins"));
    try (Stream<Path> ours = Files.list(ServerKind.distribution().resolve("plugins"))) {
      for (Path plugin : ours.toList()) {
        Files.createSymbolicLink(installed.resolve(plugin.getFileName()), plugin);
      }
    }
    for (Path project : projects().toList()) {
      unpack(zipOf(project), Files.createDirectory(installed.resolve(project.getFileName())));
    }
    // One of them in the other container, which finds providers in another way.
    Path descriptor = installed.resolve("my-authentication/plugin.properties");
    String layer = Files.readString(descriptor);
    String loader = layer.replace("container = layer", "container = loader");
    assertNotEquals(layer, loader);
    Files.writeString(descriptor, loader);
    Path tokens = Files.createFile(home.resolve("tokens"));
    Path audit = home.resolve("audit.jsonl");
    Path metrics = home.resolve("metrics.csv");
    ServerSetup setup =
        ServerSetup.plain()
            .property("vivarium.home", installed.getParent().toString())
            .with("transport", "my-transport")
            .with("storage", "my-storage")
            .with("consensus", "my-consensus")
            .with("auth", "builtin,my-authentication")
            .with("token.file", tokens.toString())
            .with("metrics", "my-metrics")
            .with("csv.file", metrics.toString())
            .with("commands", "my-admin,fsync")
            .with("fsync.directory", home.toString())
            .with("audit.enable", "true")
            .with("audit", "my-audit")
            .with("jsonlines.file", audit.toString());
    try (ServerUnderTest server = ServerUnderTest.start(setup, home)) {
      try (Client client = Client.connectTo(server.connectString()).open()) {
        client.create("/made", new byte[] {42}, Acl.OPEN, CreateMode.PERSISTENT).join();
        assertEquals(42, client.getData("/made", null).join().data()[0]);
      }
      assertEquals(0, server.stop(), server::log);
    }
    assertTrue(Files.readString(audit).contains("\"znode\":\"/made\""), Files.readString(audit));
    assertTrue(
        Files.readString(metrics).contains("\npackets_received,,"), Files.readString(metrics));
  }

  /** The commands behind those that generate and build: the package installed, and a server that has it. */
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "authentication.md"})
  void whatAPageSaysOfAServerWorks(String name, @TempDir Path machine) throws Exception {
    Path home = machine.resolve("package");
    OwnPackage.make(home);
    Page page = Page.read(Workshop.ROOT.resolve("docs/plugins").resolve(name));
    Page.Step step = page.steps().getLast();
    assertTrue(step.commands().contains(" plugin install "), step::commands);
    String printed =
        workshop.type(
            "page-" + name,
            "export VIVARIUM='%s'\ntrap 'kill $! 2>/dev/null || :; wait' EXIT\n".formatted(home)
                + step.commands()
                    .replace("/tmp/", machine + "/")
                    .replace("2181", String.valueOf(ServerUnderTest.freePort())));
    assertEquals("", step.missingIn(printed), () -> step.commands() + "printed:\n" + printed);
  }

  private static Path zipOf(Path project) {
    return directory
        .resolve(project)
        .resolve("target")
        .resolve(project.getFileName() + "-1.0.0-plugin.zip");
  }

  private static void unpack(Path archive, Path to) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, to.resolve(entry.getName()));
        }
      }
    }
  }

  private static List<String> read(Path reports, String begin, String ending)
      throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(reports)) {
      for (Path file :
          files
              .filter(each -> each.getFileName().toString().startsWith(begin))
              .filter(each -> each.toString().endsWith(ending))
              .toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }
}
