package io.vivarium.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageTest {
  @TempDir Path directory;
  private Path home;
  private Path system;

  /** A package whose launcher tells its command line, and a system with a C library. */
  @BeforeEach
  void unpack() throws IOException {
    home = Files.createDirectories(directory.resolve("package")).toRealPath();
    write(
        home.resolve("bin/vivarium"),
        """
        #!/bin/sh
        home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
        shift
        printf '%s' "$home/runtime/bin/java"
        printf ' %s' "-Dvivarium.home=$home" --module-path "$home/lib" --module main "$@"
        """,
        true);
    write(home.resolve("runtime/bin/java"), "java", true);
    write(home.resolve("runtime/lib/modules"), "modules", false);
    write(home.resolve("lib/server.jar"), "server", false);
    write(home.resolve("plugins/one/plugin.properties"), "id=one", false);
    write(home.resolve("conf/logback.xml"), "<configuration/>", false);
    write(home.resolve("LICENSE"), "licence", false);
    write(home.resolve("data/version-2/log.1"), "secret", false);
    Files.createSymbolicLink(home.resolve("lib/link.jar"), Path.of("server.jar"));
    system = directory.resolve("system");
    write(system.resolve("usr/lib/ld-2.36.so"), "loader", true);
    Files.createDirectories(system.resolve("lib64"));
    Files.createSymbolicLink(
        system.resolve("lib64/ld-linux-x86-64.so.2"), system.resolve("usr/lib/ld-2.36.so"));
    write(system.resolve("lib/x86_64-linux-gnu/libc.so.6"), "libc", true);
    write(system.resolve("lib64/libm.so.6"), "libm", true);
  }

  private static void write(Path file, String text, boolean executable) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertEquals(true, file.toFile().setExecutable(executable) || !executable);
  }

  private record Run(int exitCode, String out, String err) {}

  private Run image(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        ImageCommand.execute(home, new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Run(exitCode, out.toString(), err.toString());
  }

  private Path made() {
    Path file = directory.resolve("image.tar");
    Run run =
        image("image", "--output", file.toString(), "--base", system.toString(), "--tag", "v:7");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("sha256:"), run.out());
    return file;
  }

  private static Object value(JsonParser json, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          object.put(name, value(json, json.nextToken()));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(json, json.currentToken()));
        }
        yield array;
      }
      default -> json.getText();
    };
  }

  private static Object json(byte[] text) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(text)) {
      return value(json, json.nextToken());
    }
  }

  /** The value at a path of names and numbers. */
  private static Object at(Object value, Object... path) {
    Object found = value;
    for (Object step : path) {
      found = step instanceof Integer i ? ((List<?>) found).get(i) : ((Map<?, ?>) found).get(step);
    }
    return found;
  }

  /** The content with this name, which it must have. */
  private static byte[] blob(Map<String, TarReader.Entry> image, Object descriptor)
      throws IOException {
    String digest = (String) at(descriptor, "digest");
    byte[] content = image.get("blobs/" + digest.replace(':', '/')).content();
    assertEquals(digest, Digests.of(content));
    assertEquals(at(descriptor, "size"), Integer.toString(content.length));
    return content;
  }

  private Map<String, TarReader.Entry> image() throws IOException {
    return TarReader.read(Files.readAllBytes(made()));
  }

  private static Object manifest(Map<String, TarReader.Entry> image) throws IOException {
    return json(blob(image, at(json(image.get("index.json").content()), "manifests", 0)));
  }

  private static Map<String, TarReader.Entry> layer(Map<String, TarReader.Entry> image, int number)
      throws IOException {
    byte[] zipped = blob(image, at(manifest(image), "layers", number));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      byte[] plain = in.readAllBytes();
      Object configuration = json(blob(image, at(manifest(image), "config")));
      assertEquals(at(configuration, "rootfs", "diff_ids", number), Digests.of(plain));
      return TarReader.read(plain);
    }
  }

  @Test
  void everyPartIsNamedByItsDigest() throws Exception {
    Map<String, TarReader.Entry> image = image();

    assertEquals("{\"imageLayoutVersion\":\"1.0.0\"}", image.get("oci-layout").text());
    Object manifest = manifest(image);
    assertEquals("application/vnd.oci.image.manifest.v1+json", at(manifest, "mediaType"));
    assertEquals(3, ((List<?>) at(manifest, "layers")).size());
    for (int i = 0; i < 3; i++) {
      assertFalse(layer(image, i).isEmpty());
    }
    // Three layers, configuration and manifest: nothing else is in it.
    assertEquals(
        5, image.keySet().stream().filter(name -> name.matches("blobs/sha256/.+")).count());
  }

  @Test
  void olderEnginesFindTheSame() throws Exception {
    Map<String, TarReader.Entry> image = image();
    Object old = json(image.get("manifest.json").content());

    assertEquals(List.of("v:7"), at(old, 0, "RepoTags"));
    assertTrue(image.containsKey((String) at(old, 0, "Config")));
    for (Object layer : (List<?>) at(old, 0, "Layers")) {
      assertTrue(image.containsKey((String) layer));
    }
    assertEquals(
        "7",
        at(
            json(image.get("index.json").content()),
            "manifests",
            0,
            "annotations",
            "org.opencontainers.image.ref.name"));
  }

  @Test
  void theServerRunsAsSomebodyWithoutRights() throws Exception {
    Map<String, TarReader.Entry> image = image();
    Object config = at(json(blob(image, at(manifest(image), "config"))), "config");

    assertEquals("10001:10001", at(config, "User"));
    assertEquals(List.of("server", "/conf/zoo.cfg"), at(config, "Cmd"));
    assertEquals(
        List.of(
            "/opt/vivarium/runtime/bin/java",
            "-Dvivarium.home=/opt/vivarium",
            "--module-path",
            "/opt/vivarium/lib",
            "--module",
            "main"),
        at(config, "Entrypoint"));
    assertEquals("SIGTERM", at(config, "StopSignal"));
    assertEquals(java.util.Set.of("/data"), ((Map<?, ?>) at(config, "Volumes")).keySet());
    assertEquals(java.util.Set.of("2181/tcp"), ((Map<?, ?>) at(config, "ExposedPorts")).keySet());
    assertEquals("v", at(config, "Labels", "org.opencontainers.image.title"));
    List<?> health = (List<?>) at(config, "Healthcheck", "Test");
    assertEquals("CMD", health.getFirst());
    assertEquals(
        List.of("health", "/conf/zoo.cfg"), health.subList(health.size() - 2, health.size()));
  }

  @Test
  void theBaseIsTheCLibraryAndAPlaceForData() throws Exception {
    Map<String, TarReader.Entry> base = layer(image(), 0);

    assertEquals("loader", base.get("lib64/ld-linux-x86-64.so.2").text());
    assertEquals("libc", base.get("lib/x86_64-linux-gnu/libc.so.6").text());
    assertEquals("libm", base.get("lib64/libm.so.6").text());
    assertEquals(10_001, base.get("data/").owner());
    assertEquals(0750, base.get("data/").mode());
    assertEquals(01777, base.get("tmp/").mode());
    assertTrue(base.get("conf/zoo.cfg").text().contains("dataDir=/data"));
    assertTrue(base.get("etc/passwd").text().contains("vivarium:x:10001"));
    assertTrue(base.keySet().stream().noneMatch(name -> name.contains("bin/")));
  }

  @Test
  void theConfigurationIsThatOfThePackage() throws Exception {
    write(
        home.resolve("conf/zoo.cfg"),
        "dataDir=/var/lib/own\ndataLogDir=/log\nsecureClientPort=2281\n",
        false);

    Map<String, TarReader.Entry> image = image();
    Map<String, TarReader.Entry> base = layer(image, 0);
    Object config = at(json(blob(image, at(manifest(image), "config"))), "config");

    assertTrue(base.get("conf/zoo.cfg").text().contains("secureClientPort=2281\n"));
    assertEquals(10_001, base.get("datalog/").owner());
    assertEquals(
        java.util.Set.of("/data", "/datalog"), ((Map<?, ?>) at(config, "Volumes")).keySet());
    assertEquals(java.util.Set.of("2281/tcp"), ((Map<?, ?>) at(config, "ExposedPorts")).keySet());
  }

  @Test
  void aPackageWithoutALauncherIsRefused() throws Exception {
    Files.delete(home.resolve("bin/vivarium"));
    write(home.resolve("bin/embedded"), "#!/bin/sh\n", true);

    Run run = image("--output", directory.resolve("x.tar").toString(), "--base", system.toString());

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains(home + " has no bin/vivarium"), run.err());
    assertFalse(Files.exists(directory.resolve("x.tar")));
  }

  @Test
  void theProgramIsWhatAServerNeeds() throws Exception {
    Map<String, TarReader.Entry> image = image();
    Map<String, TarReader.Entry> runtime = layer(image, 1);
    Map<String, TarReader.Entry> program = layer(image, 2);

    assertEquals(0755, runtime.get("opt/vivarium/runtime/bin/java").mode());
    assertEquals(0644, runtime.get("opt/vivarium/runtime/lib/modules").mode());
    assertEquals("server", program.get("opt/vivarium/lib/server.jar").text());
    assertEquals("server.jar", program.get("opt/vivarium/lib/link.jar").target());
    assertEquals("id=one", program.get("opt/vivarium/plugins/one/plugin.properties").text());
    assertEquals("licence", program.get("opt/vivarium/LICENSE").text());
    assertTrue(program.keySet().stream().noneMatch(name -> name.contains("data")));
  }

  @Test
  void theSamePackageGivesTheSameBytes() throws Exception {
    byte[] first = Files.readAllBytes(made());
    Files.setLastModifiedTime(
        home.resolve("lib/server.jar"), java.nio.file.attribute.FileTime.fromMillis(1));

    assertArrayEquals(first, Files.readAllBytes(made()));
  }

  @Test
  void nothingElseIsLeftBehind() throws Exception {
    made();

    try (var files = Files.list(directory)) {
      assertEquals(
          List.of("image.tar", "package", "system"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void aSystemWithoutAKnownLibraryIsRefused() throws Exception {
    Run run =
        image("--output", directory.resolve("x.tar").toString(), "--base", directory.toString());

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("has no C library that is known"), run.err());
    assertFalse(Files.exists(directory.resolve("x.tar")));
  }

  @Test
  void aLauncherThatFailsIsNamed() throws Exception {
    write(home.resolve("bin/vivarium"), "#!/bin/sh\nexit 3\n", true);
    Run run = image("--output", directory.resolve("x.tar").toString(), "--base", system.toString());

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("--print-command server /conf/zoo.cfg failed"), run.err());
  }

  @Test
  void wrongCommandLinesAreExplained() {
    assertEquals(2, image("--what").exitCode());
    assertEquals(2, image("--time", "noon").exitCode());
    Run help = image("--help");
    assertEquals(0, help.exitCode());
    assertTrue(help.out().contains("Examples:"), help.out());
    assertTrue(new String(help.out().getBytes(UTF_8), UTF_8).contains("docker load"));
  }
}
