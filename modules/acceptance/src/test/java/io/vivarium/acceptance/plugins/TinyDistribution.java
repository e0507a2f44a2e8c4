package io.vivarium.acceptance.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.client.Client;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The distribution that docs/plugins/distributions.md has its readers make, and the plugin that it has them add.
 *
 * @param home of the package
 */
record TinyDistribution(Path home) {
  private static final Pattern PROJECT =
      Pattern.compile("```xml\n(<project.*?<artifactId>tiny</artifactId>.*?)```", Pattern.DOTALL);

  private static final Pattern CONFIGURATION =
      Pattern.compile("`src/main/package/conf/default\\.cfg`:\n\n```\n(.*?)```", Pattern.DOTALL);

  private static final Pattern MORE =
      Pattern.compile(
          "```xml\n(<dependency>.*?<artifactId>my-audit</artifactId>.*?)```", Pattern.DOTALL);

  /** Writes the project, as the page has it. */
  static void write(Path directory) throws IOException {
    String page = Files.readString(Workshop.ROOT.resolve("docs/plugins/distributions.md"));
    Path configuration = directory.resolve("src/main/package/conf/default.cfg");
    Files.createDirectories(configuration.getParent());
    Files.writeString(configuration, shown(CONFIGURATION, page));
    String end = "  </dependencies>\n";
    String project = shown(PROJECT, page);
    assertTrue(project.contains(end), project);
    Files.writeString(directory.resolve("pom.xml"), project.replace(end, shown(MORE, page) + end));
  }

  private static String shown(Pattern block, String page) {
    Matcher found = block.matcher(page);
    assertTrue(found.find(), () -> "the page does not show any more what looks like " + block);
    return found.group(1);
  }

  /** Where the build of a project has put its package. */
  static TinyDistribution in(Path directory) {
    return new TinyDistribution(directory.resolve("target/tiny"));
  }

  /** Has it serve a client with the plugin that was added. */
  void serveAndRecord(Path work) throws Exception {
    int port = FreePorts.take();
    Path audit = work.resolve("audit.jsonl");
    ServerProcess server =
        ServerProcess.start(
            command(
                "clientPort=" + port,
                "audit.enable=true",
                "audit=my-audit",
                "jsonlines.file=" + audit),
            Map.of("ZOO_LOG_DIR", work.toString()),
            work.resolve("server.log"));
    try {
      Await.until("it serves", Installation.LIMIT, () -> serves(server, port));
      try (Client client = Client.connectTo("127.0.0.1:" + port).open()) {
        client.create("/made", new byte[] {42}, Acl.OPEN, CreateMode.PERSISTENT).join();
        assertEquals(42, client.getData("/made", null).join().data()[0]);
      }
      assertEquals(0, server.terminate(), server::log);
    } finally {
      server.kill();
    }
    assertTrue(Files.readString(audit).contains("\"znode\":\"/made\""), server::log);
  }

  private List<String> command(String... settings) {
    List<String> command = new ArrayList<>(List.of(home + "/bin/vivarium", "server"));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    return command;
  }

  private static boolean serves(ServerProcess server, int port) {
    assertTrue(server.alive(), server::log);
    try {
      return FourLetterWord.ask("127.0.0.1", port, "srvr").contains("Mode: standalone");
    } catch (IOException e) {
      return false;
    }
  }
}
