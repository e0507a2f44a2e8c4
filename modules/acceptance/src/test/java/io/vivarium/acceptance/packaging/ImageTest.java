package io.vivarium.acceptance.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of the package: its parts are what their names say, and a server starts from nothing but its files. */
@Tag("standalone")
class ImageTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir static Path directory;

  @BeforeAll
  static void make() throws Exception {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    Path image = directory.resolve("image.tar");
    run(ServerKind.distribution() + "/bin/vivarium", "image", "--output", image.toString());
    Files.createDirectory(layout());
    run("tar", "-xf", image.toString(), "-C", layout().toString());
  }

  private static Path layout() {
    return directory.resolve("layout");
  }

  private static void run(String... command) throws Exception {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(
        process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), () -> String.join(" ", command));
    assertEquals(0, process.exitValue(), Files.readString(output));
  }

  private static Path blob(JsonNode descriptor) {
    String digest = descriptor.path("digest").asText();
    return layout().resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static JsonNode manifest() throws IOException {
    return json(blob(json(layout().resolve("index.json")).path("manifests").path(0)));
  }

  private static String digest(InputStream content) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[1 << 16];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void everyPartIsNamedByItsDigest() throws Exception {
    JsonNode manifest = manifest();
    JsonNode configuration = json(blob(manifest.path("config")));
    List<JsonNode> parts = new ArrayList<>();
    parts.add(json(layout().resolve("index.json")).path("manifests").path(0));
    parts.add(manifest.path("config"));
    manifest.path("layers").forEach(parts::add);
    assertEquals(5, parts.size());

    for (JsonNode part : parts) {
      assertEquals(part.path("size").asLong(), Files.size(blob(part)));
      try (InputStream content = Files.newInputStream(blob(part))) {
        assertEquals(part.path("digest").asText(), digest(content));
      }
    }
    for (int i = 0; i < manifest.path("layers").size(); i++) {
      Path layer = blob(manifest.path("layers").path(i));
      try (InputStream content = new GZIPInputStream(Files.newInputStream(layer))) {
        assertEquals(
            configuration.path("rootfs").path("diff_ids").path(i).asText(), digest(content));
      }
    }
    assertEquals("10001:10001", configuration.path("config").path("User").asText());
  }

  /** As an engine would: the layers one over the other as the root directory, and what the configuration says. */
  @Test
  void aServerStartsFromTheFilesOfTheImageAlone() throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0,
        "this user may not change the root directory");
    Path root = Files.createDirectory(directory.resolve("root"));
    for (JsonNode layer : manifest().path("layers")) {
      run("tar", "-xzf", blob(layer).toString(), "-C", root.toString());
    }
    Files.createDirectory(root.resolve("proc"));
    Files.createDirectory(root.resolve("dev"));
    int port = ServerUnderTest.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --rbind /proc \"$0/proc\" && mount --rbind /dev \"$0/dev\" && exec chroot --userspec=10001:10001 \"$0\" \"$@\"",
                root.toString()));
    JsonNode config = json(blob(manifest().path("config"))).path("config");
    config.path("Entrypoint").forEach(word -> command.add(word.asText()));
    command.addAll(
        List.of(
            "server",
            "--set",
            "clientPort=" + port,
            "--set",
            "admin.enableServer=false",
            "/conf/zoo.cfg"));

    ServerProcess server = ServerProcess.start(command, Map.of(), directory.resolve("server.log"));
    try {
      Await.until(
          "the server answers",
          LIMIT,
          () -> {
            try {
              return !server.alive()
                  || FourLetterWord.ask("127.0.0.1", port, "srvr", 250).contains("Mode:");
            } catch (IOException notYet) {
              return false;
            }
          });
      assertTrue(server.alive(), server::log);
      assertTrue(Files.exists(root.resolve("data/version-2")), server::log);
    } finally {
      server.kill();
    }
  }
}
