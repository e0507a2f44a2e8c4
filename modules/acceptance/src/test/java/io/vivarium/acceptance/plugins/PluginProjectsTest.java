package io.vivarium.acceptance.plugins;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.manual.Page;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.client.Client;
import io.vivarium.client.RequestException;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Perms;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
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
 * A project from each archetype, made by the command of docs/plugins/README.md or by {@code vivarium plugin new}, the example repository, and
 * the distribution of docs/plugins/distributions.md with a plugin of these: built from published artifacts, tested by their own tests, and
 * taken in by the packaged server, all of them at once.
 */
class PluginProjectsTest {
  private static final List<String> SPIS =
      List.of("transport", "storage", "authentication", "consensus", "admin", "audit");

  /** Begun by the command, with names that are not those of Java packages. */
  private static final String BEGUN = "my-metrics-2";

  private static final Pattern GENERATE =
      Pattern.compile("```sh\n(mvn [^`]*archetype[^`]*?)\ncd my-audit\nmvn verify\n```");

  private static final Pattern SUITE =
      Pattern.compile("<testsuite [^>]*tests=\"(\\d+)\" errors=\"0\" skipped=\"0\" failures=\"0\"");

  private static final Pattern NEXT = Pattern.compile("Next: (.*)");

  private static final Pattern ADMIN = Pattern.compile("Admin commands at /127\\.0\\.0\\.1:(\\d+)");

  private static final Pattern MANAGED =
      Pattern.compile("<groupId>io\\.vivarium</groupId>\\s*<artifactId>(?!vivarium-bom<)([^<]*)</");

  @TempDir static Path directory;

  private static Workshop workshop;

  @BeforeAll
  static void buildAll() throws Exception {
    workshop = Workshop.open(directory);
    begin(workshop);
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
    TinyDistribution.write(directory.resolve("tiny"));
    // What each would do by itself, in one run of Maven.
    StringBuilder modules = new StringBuilder("<module>example</module><module>tiny</module>");
    SPIS.forEach(spi -> modules.append("<module>my-").append(spi).append("</module>"));
    Files.writeString(directory.resolve("pom.xml"), allOf(modules));
    workshop.type("build", "mvn verify -T2");
  }

  private static String allOf(CharSequence modules) {
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId>
          <artifactId>all</artifactId>
          <version>1.0.0</version>
          <packaging>pom</packaging>
          <modules>%s</modules>
        </project>
        """
        .formatted(modules);
  }

  /** First, when Maven has nothing of Vivarium's yet: all of it comes from the repository that the command is given. */
  private static void begin(Workshop workshop) throws Exception {
    Path vivarium = ServerKind.distribution().resolve("bin/vivarium");
    String said =
        workshop.typeWithoutSettings(
            "begin",
            """
            '%s' plugin new --spi metrics --group io.github.some-one --artifact %s --repository '%s'
            """
                .formatted(vivarium, BEGUN, Workshop.STAGING));
    Matcher next = NEXT.matcher(said);
    assertTrue(next.find(), said);
    workshop.typeWithoutSettings("next", next.group(1));
  }

  static Stream<Path> projects() {
    return Stream.concat(
            SPIS.stream().map(spi -> "my-" + spi),
            Stream.of(BEGUN, "example/metrics-statsd", "example/command-fsync"))
        .map(Path::of);
  }

  @Test
  void everythingThatTheBomNamesIsPublished() throws IOException {
    Path published = Workshop.STAGING.resolve("io/vivarium");
    List<String> missing = new ArrayList<>();
    MANAGED
        .matcher(Files.readString(Workshop.ROOT.resolve("modules/bom/pom.xml")))
        .results()
        .map(found -> found.group(1))
        .filter(artifact -> !has(published.resolve(artifact), ".jar"))
        .forEach(missing::add);
    for (String needed : List.of("vivarium", "vivarium-plugin-parent", "vivarium-bom")) {
      if (!has(published.resolve(needed), ".pom")) {
        missing.add(needed);
      }
    }
    for (String read : List.of("model", "codec", "spi", "spi-tck", "client")) {
      for (String ending : List.of("-sources.jar", "-javadoc.jar")) {
        if (!has(published.resolve("vivarium-" + read), ending)) {
          missing.add(read + ending);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  private static boolean has(Path artifact, String ending) {
    try (Stream<Path> files = Files.walk(artifact)) {
      return files.anyMatch(each -> each.toString().endsWith(ending));
    } catch (IOException e) {
      return false;
    }
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
    List<Mistake> mistakes =
        List.of(
            new Mistake("id", "mine", "says id = mine, and its jars register the providers my-a"),
            new Mistake("licence", null, "/plugin.properties lacks the key licence; add a line"),
            new Mistake("spi.version", "one", "/plugin.properties: spi.version = one is neither"),
            new Mistake("capabilities", "disk", "capabilities = disk is none of sockets, native,"),
            new Mistake("capabilities", null, "its descriptor declares nothing; let its settings"));
    Path projects = directory.resolve("mistakes");
    StringBuilder modules = new StringBuilder();
    for (int i = 0; i < mistakes.size(); i++) {
      mistakes.get(i).make(directory.resolve("my-audit"), projects.resolve("mistake-" + i));
      modules.append("<module>mistake-").append(i).append("</module>");
    }
    Files.writeString(projects.resolve("pom.xml"), allOf(modules));
    String log =
        workshop.type(
            "mistakes",
            """
            cd mistakes
            ! mvn verify --fail-at-end -T2 -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
            """);
    for (int i = 0; i < mistakes.size(); i++) {
      Mistake mistake = mistakes.get(i);
      String zip = "/mistake-" + i + "-1.0.0-plugin";
      assertTrue(mistake.isToldOf(zip, log), () -> mistake + " is not told of " + zip + ":" + log);
    }
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
            sums.put(entry.getName(), sha256(bytes) + "  " + entry.getName());
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
    Installation installation = Installation.below(home);
    for (Path project : projects().toList()) {
      installation.plugin(0, "install", "--allow-unsigned", "--yes", zipOf(project).toString());
    }
    // One of them in the other container, which finds providers in another way.
    Path descriptor =
        installation.home().resolve("plugins/auth-my-authentication/plugin.properties");
    String layer = Files.readString(descriptor);
    String loader = layer.replace("container = layer", "container = loader");
    assertNotEquals(layer, loader);
    Files.writeString(descriptor, loader);
    Path tokens =
        Files.writeString(home.resolve("tokens"), "ann:" + sha256("sesame".getBytes(UTF_8)) + "\n");
    Path audit = home.resolve("audit.jsonl");
    Path metrics = home.resolve("metrics.csv");
    ServerSetup setup =
        ServerSetup.plain()
            .property("vivarium.home", installation.home().toString())
            .with("transport", "my-transport")
            .with("storage", "my-storage")
            .with("consensus", "my-consensus")
            .with("auth", "builtin,my-authentication")
            .with("token.file", tokens.toString())
            .with("metrics", BEGUN)
            .with("csv.file", metrics.toString())
            .with("commands", "my-admin,fsync")
            .with("fsync.directory", home.toString())
            .with("admin.enableServer", "true")
            .with("admin.serverPort", "0")
            .with("audit.enable", "true")
            .with("audit", "my-audit")
            .with("jsonlines.file", audit.toString());
    try (ServerUnderTest server = ServerUnderTest.start(setup, home)) {
      letInWhoHasTheToken(server);
      askTheCommands(server);
      assertEquals(0, server.stop(), server::log);
    }
    assertTrue(Files.readString(audit).contains("\"znode\":\"/anns\""), Files.readString(audit));
    assertTrue(
        Files.readString(metrics).contains("\npackets_received,,"), Files.readString(metrics));
    reportToADaemon(setup, home);
  }

  private static void letInWhoHasTheToken(ServerUnderTest server) throws Exception {
    List<Acl> anns = List.of(new Acl(Perms.ALL, "token", "ann"));
    try (Client ann = Client.connectTo(server.connectString()).open();
        Client stranger = Client.connectTo(server.connectString()).open()) {
      ann.addAuth("token", "sesame".getBytes(UTF_8)).join();
      ann.create("/anns", new byte[] {42}, anns, CreateMode.PERSISTENT).join();
      assertEquals(42, ann.getData("/anns", null).join().data()[0]);
      CompletionException refused =
          assertThrows(CompletionException.class, () -> stranger.getData("/anns", null).join());
      assertEquals(
          ErrorCode.NO_AUTH, assertInstanceOf(RequestException.class, refused.getCause()).code());
    }
  }

  private static void askTheCommands(ServerUnderTest server) throws Exception {
    Matcher port = ADMIN.matcher(server.log());
    assertTrue(port.find(), server::log);
    URI commands = URI.create("http://127.0.0.1:" + port.group(1) + "/commands/");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest memory = HttpRequest.newBuilder(commands.resolve("memory?unit=kb")).build();
      HttpResponse<String> used = http.send(memory, HttpResponse.BodyHandlers.ofString());
      assertTrue(used.body().matches("(?s).*\"used\" : [1-9].*"), used::body);
      HttpRequest fsync =
          HttpRequest.newBuilder(commands.resolve("fsync?count=3"))
              .header("Authorization", "digest ann:x")
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      HttpResponse<String> measured = http.send(fsync, HttpResponse.BodyHandlers.ofString());
      assertTrue(measured.body().contains("\"count\" : 3"), measured::body);
      assertTrue(measured.body().matches("(?s).*\"max_us\" : [1-9].*"), measured::body);
    }
  }

  /** A server has one exporter: this one serves once more, with the other. */
  private static void reportToADaemon(ServerSetup setup, Path home) throws Exception {
    try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      daemon.setSoTimeout((int) Installation.LIMIT.toMillis());
      ServerSetup reporting =
          setup
              .with("metrics", "statsd")
              .with("statsd.port", Integer.toString(daemon.getLocalPort()))
              .with("statsd.everySeconds", "1");
      try (ServerUnderTest server = ServerUnderTest.start(reporting, home.resolve("reporting"))) {
        DatagramPacket report = new DatagramPacket(new byte[64 << 10], 64 << 10);
        daemon.receive(report);
        String text = new String(report.getData(), 0, report.getLength(), US_ASCII);
        assertTrue(text.lines().allMatch(line -> line.matches("[^:|]+:[^:|]+\\|g")), text);
        assertEquals(0, server.stop(), server::log);
      }
    }
  }

  @Test
  void theDistributionOfTheGuideRunsAPluginOfSomebodyElse(@TempDir Path work) throws Exception {
    TinyDistribution.in(directory.resolve("tiny")).serveAndRecord(work);
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
                    .replace("2181", String.valueOf(FreePorts.take())));
    assertEquals("", step.missingIn(printed), () -> step.commands() + "printed:\n" + printed);
  }

  private static Path zipOf(Path project) {
    return directory
        .resolve(project)
        .resolve("target")
        .resolve(project.getFileName() + "-1.0.0-plugin.zip");
  }

  private static String sha256(byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static List<String> read(Path reports, String begin, String ending) throws IOException {
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
