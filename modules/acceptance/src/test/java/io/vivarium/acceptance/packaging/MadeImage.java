package io.vivarium.acceptance.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An image that was made of a package, with what is in it, to look at and to run as an engine would.
 *
 * @param directory of the archive's own files, and of what is made of them
 */
record MadeImage(Path directory) {
  static final Duration LIMIT = Duration.ofMinutes(5);

  /** Makes one of a package, by the maker that the distribution has. */
  static MadeImage of(Path home, Path directory) throws Exception {
    Path distribution = ServerKind.distribution();
    Path archive = Files.createDirectories(directory).resolve("image.tar");
    MadeImage image = new MadeImage(directory);
    // As `mvn verify -Dimage` has it: the libraries of the package that becomes an image, and the
    // maker.
    image.run(
        distribution.resolve("runtime/bin/java").toString(),
        "--module-path",
        home.resolve("lib") + ":" + distribution.resolve("lib/image"),
        "-Dvivarium.home=" + home,
        "--module",
        "io.vivarium.image/io.vivarium.image.Main",
        "--output",
        archive.toString(),
        "--tag",
        "registry.example/" + home.getFileName() + ":1");
    Files.createDirectory(image.layout());
    image.run("tar", "-xf", archive.toString(), "-C", image.layout().toString());
    return image;
  }

  private void run(String... command) throws Exception {
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

  private Path layout() {
    return directory.resolve("layout");
  }

  private Path root() {
    return directory.resolve("root");
  }

  /** The file that a descriptor names. */
  Path blob(JsonNode descriptor) {
    String digest = descriptor.path("digest").asText();
    return layout().resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  /** The entry of the index. */
  JsonNode entry() throws IOException {
    return json(layout().resolve("index.json")).path("manifests").path(0);
  }

  JsonNode manifest() throws IOException {
    return json(blob(entry()));
  }

  JsonNode configuration() throws IOException {
    return json(blob(manifest().path("config")));
  }

  /** A file of its root directory, once that is laid out. */
  Path file(String name) {
    return root().resolve(name);
  }

  /** Puts the layers one over the other. */
  void layOut() throws Exception {
    Files.createDirectory(root());
    for (JsonNode layer : manifest().path("layers")) {
      run("tar", "-xzf", blob(layer).toString(), "-C", root().toString());
    }
    Files.createDirectory(root().resolve("proc"));
    Files.createDirectory(root().resolve("dev"));
  }

  /** Starts the server with the command line and the user of the image, in its root directory. */
  ServerProcess start(Map<String, String> environment) throws Exception {
    JsonNode config = configuration().path("config");
    List<String> words = new ArrayList<>();
    config.path("Entrypoint").forEach(word -> words.add(word.asText()));
    config.path("Cmd").forEach(word -> words.add(word.asText()));
    return inside(words, environment, directory.resolve("server.log"));
  }

  /** The exit code of its health check. */
  int health() throws Exception {
    List<String> words = new ArrayList<>();
    configuration()
        .path("config")
        .path("Healthcheck")
        .path("Test")
        .forEach(word -> words.add(word.asText()));
    assertEquals("CMD", words.removeFirst());
    return inside(words, Map.of(), directory.resolve("health.log")).exitCode(LIMIT);
  }

  private ServerProcess inside(List<String> words, Map<String, String> environment, Path output)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --rbind /proc \"$0/proc\" && mount --rbind /dev \"$0/dev\" && exec chroot --userspec=10001:10001 \"$0\" \"$@\"",
                root().toString()));
    command.addAll(words);
    return ServerProcess.start(command, environment, output);
  }
}
