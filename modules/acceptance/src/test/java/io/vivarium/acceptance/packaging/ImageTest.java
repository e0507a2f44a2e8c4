package io.vivarium.acceptance.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivarium.acceptance.distributions.Example;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of the package: its parts are what their names say, and a server starts from nothing but its files. */
@Tag("standalone")
class ImageTest {
  @TempDir static Path directory;

  private static MadeImage image;

  @BeforeAll
  static void make() throws Exception {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    image = MadeImage.of(ServerKind.distribution(), directory.resolve("ours"));
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
    JsonNode manifest = image.manifest();
    JsonNode configuration = image.configuration();
    List<JsonNode> parts = new ArrayList<>();
    parts.add(image.entry());
    parts.add(manifest.path("config"));
    manifest.path("layers").forEach(parts::add);
    assertEquals(5, parts.size());

    for (JsonNode part : parts) {
      assertEquals(part.path("size").asLong(), Files.size(image.blob(part)));
      try (InputStream content = Files.newInputStream(image.blob(part))) {
        assertEquals(part.path("digest").asText(), digest(content));
      }
    }
    for (int i = 0; i < manifest.path("layers").size(); i++) {
      Path layer = image.blob(manifest.path("layers").path(i));
      try (InputStream content = new GZIPInputStream(Files.newInputStream(layer))) {
        assertEquals(
            configuration.path("rootfs").path("diff_ids").path(i).asText(), digest(content));
      }
    }
    assertEquals("10001:10001", configuration.path("config").path("User").asText());
  }

  private static void assumeRootDirectoriesCanBeChanged() throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0,
        "this user may not change the root directory");
  }

  /** Says {@code srvr}; empty while nobody listens. */
  private static String asked(ServerProcess server, int port) {
    assertTrue(server.alive(), server::log);
    try {
      return FourLetterWord.ask("127.0.0.1", port, "srvr", 250);
    } catch (IOException notYet) {
      return "";
    }
  }

  private static String zxid(String srvr) {
    return srvr.lines().filter(line -> line.startsWith("Zxid:")).findFirst().orElseThrow();
  }

  /** As an engine would: the layers one over the other as the root directory, and what the configuration says. */
  @Test
  void aServerStartsFromTheFilesOfTheImageAlone() throws Exception {
    assumeRootDirectoriesCanBeChanged();
    image.layOut();
    int port = FreePorts.take();
    mount(image, "clientPort=2181", "clientPort=" + port + "\nadmin.enableServer=false");
    assertNotEquals(0, image.health(), "nobody is there yet");

    ServerProcess server = image.start(Map.of("ZOO_LOG_FORMAT", "json"));
    try {
      Await.until(
          "the server serves", MadeImage.LIMIT, () -> asked(server, port).contains("Mode:"));
      String before = FourLetterWord.ask("127.0.0.1", port, "srvr");

      assertEquals(0, image.health());

      String after = FourLetterWord.ask("127.0.0.1", port, "srvr");
      assertEquals(zxid(before), zxid(after), "a check of health opens no session");
      assertTrue(Files.exists(image.file("data/version-2")), server::log);
      for (String line : server.log().lines().toList()) {
        assertTrue(new ObjectMapper().readTree(line).has("formattedMessage"), line);
      }
    } finally {
      server.kill();
    }
  }

  /** Puts a file in the place of the image's, as a user of it would. */
  private static void mount(MadeImage image, String line, String instead) throws IOException {
    Path file = image.file("conf/zoo.cfg");
    String text = Files.readString(file);
    assertTrue(text.contains("\n" + line + "\n"), text);
    Files.writeString(file, text.replace("\n" + line + "\n", "\n" + instead + "\n"));
  }

  @Test
  void aDistributionOfSomebodyElsesBecomesAnImageThatServesWithItsOwnConfiguration()
      throws Exception {
    assumeRootDirectoriesCanBeChanged();
    MadeImage minimal =
        MadeImage.of(Example.called("minimal").home(), directory.resolve("minimal"));
    JsonNode config = minimal.configuration().path("config");
    assertEquals("minimal", config.path("Labels").path("org.opencontainers.image.title").asText());
    assertEquals(1, config.path("ExposedPorts").size());
    minimal.layOut();
    int port = FreePorts.take();
    mount(minimal, "clientPort=2181", "clientPort=" + port);

    ServerProcess server = minimal.start(Map.of());
    try {
      Await.until(
          "the server serves", MadeImage.LIMIT, () -> asked(server, port).contains("Mode:"));
      assertEquals(0, minimal.health(), "it needs no command that this distribution has not");
      assertFalse(Files.exists(minimal.file("data/version-2")), "it serves from memory");
    } finally {
      server.kill();
    }
  }

  @Test
  void aServerWithoutAQuorumIsAlive() throws Exception {
    int port = FreePorts.take();
    Path data = Files.createDirectories(directory.resolve("alone"));
    Files.writeString(data.resolve("myid"), "1\n");
    StringBuilder text =
        new StringBuilder("dataDir=" + data + "\ninitLimit=10\nsyncLimit=5\n")
            .append("admin.enableServer=false\n");
    for (int number = 1; number <= 3; number++) {
      text.append("server.%d=127.0.0.1:%d:%d".formatted(number, FreePorts.take(), FreePorts.take()))
          .append(number == 1 ? ";127.0.0.1:" + port : "")
          .append('\n');
    }
    String file = Files.writeString(data.resolve("zoo.cfg"), text).toString();
    String vivarium = ServerKind.distribution().resolve("bin/vivarium").toString();
    ServerProcess server =
        ServerProcess.start(
            List.of(vivarium, "server", file), Map.of(), directory.resolve("alone.log"));
    try {
      Await.until(
          "it says that it does not serve",
          MadeImage.LIMIT,
          () -> asked(server, port).contains("not currently serving"));
      ServerProcess health =
          ServerProcess.start(
              List.of(vivarium, "health", file), Map.of(), directory.resolve("health.log"));
      assertEquals(0, health.exitCode(MadeImage.LIMIT), health::log);
    } finally {
      server.kill();
    }
  }
}
