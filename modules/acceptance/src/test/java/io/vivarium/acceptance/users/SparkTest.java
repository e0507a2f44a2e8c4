package io.vivarium.acceptance.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two masters of a Spark 3.5 standalone cluster: the one that leads is killed, the other takes over with its workers. */
class SparkTest {
  /** The dead master is noticed by the end of its session, which is asked for with a minute. */
  @RegisterExtension
  static final ServerExtension SERVER =
      ServerExtension.with(ServerSetup.standard().with("maxSessionTimeout", "10000"));

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path INSTALLED_JAVAS = Path.of("/usr/lib/jvm");
  private static final Pattern RELEASE = Pattern.compile("JAVA_VERSION=\"(17|21)\\.");
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "sun.nio.ch");
  private static final Pattern WEB = Pattern.compile("started at http://[^:]+:(\\d+)");
  private static final Pattern ADDRESS = Pattern.compile("spark://(127\\.0\\.0\\.1:\\d+)");

  private final List<ServerProcess> started = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir Path home;
  private Product spark;

  /** A master: its process, the address of its page and that for workers. */
  private record Master(ServerProcess process, String page, String address) {}

  @BeforeEach
  void fetch() throws Exception {
    Optional<Path> java = olderJava();
    assumeTrue(
        java.isPresent(),
        "skipped: Spark 3.5 runs on Java 17 or 21, and there is none in "
            + INSTALLED_JAVAS
            + "; `apt-get install openjdk-17-jre-headless` brings one");
    List<String> options = new ArrayList<>(List.of("-Xmx384m"));
    OPENED.forEach(name -> options.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    Path logging = Product.definition("spark").resolve("log4j2.properties");
    options.add("-Dlog4j2.configurationFile=" + logging);
    options.add("-Dspark.deploy.recoveryMode=ZOOKEEPER");
    options.add("-Dspark.deploy.zookeeper.url=" + SERVER.connectString());
    options.add("-Dspark.deploy.zookeeper.dir=/spark");
    spark = Product.fetch("spark", java.get(), options, home);
  }

  private static Optional<Path> olderJava() throws IOException {
    if (!Files.isDirectory(INSTALLED_JAVAS)) {
      return Optional.empty();
    }
    try (Stream<Path> installed = Files.list(INSTALLED_JAVAS)) {
      for (Path candidate : installed.sorted().toList()) {
        Path release = candidate.resolve("release");
        if (Files.isRegularFile(release) && RELEASE.matcher(Files.readString(release)).find()) {
          return Optional.of(candidate.resolve("bin").resolve("java"));
        }
      }
    }
    return Optional.empty();
  }

  @AfterEach
  void killAll() {
    started.forEach(ServerProcess::kill);
    http.close();
  }

  @Test
  void theStandbyTakesOver() throws Exception {
    Master first = startMaster("master-1");
    awaitState(first, "\"status\" : \"ALIVE\"");
    Master second = startMaster("master-2");
    awaitState(second, "\"status\" : \"STANDBY\"");
    started.add(
        spark.start(
            "worker",
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "256M",
            "--work-dir",
            home.resolve("work").toString(),
            "spark://" + first.address() + "," + second.address()));
    awaitState(first, "\"aliveworkers\" : 1");
    assertEquals(1, SERVER.client().getChildren("/spark/master_status", false).size());

    first.process().kill();

    awaitState(second, "\"status\" : \"ALIVE\"");
    awaitState(second, "\"aliveworkers\" : 1");
    assertEquals(1, SERVER.client().getChildren("/spark/leader_election", false).size());
  }

  private Master startMaster(String label) throws Exception {
    ServerProcess process =
        spark.start(
            label,
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    started.add(process);
    Await.until(
        label + " shows its page",
        LIMIT,
        () -> {
          assertTrue(process.alive(), process::log);
          return WEB.matcher(process.log()).find();
        });
    String page = "http://127.0.0.1:" + first(WEB, process.log());
    return new Master(process, page, first(ADDRESS, process.log()));
  }

  private static String first(Pattern pattern, String log) {
    Matcher matcher = pattern.matcher(log);
    assertTrue(matcher.find(), () -> pattern + " is not in the log:\n" + log);
    return matcher.group(1);
  }

  private void awaitState(Master master, String text) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(master.page() + "/json/")).build();
    Await.until(
        master.page() + " shows " + text,
        LIMIT,
        () -> http.send(request, BodyHandlers.ofString()).body().contains(text));
  }
}
