package io.vivarium.image;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An OCI image as one file: layers, a configuration that names them, a manifest that names both, an index that names the manifest; each name
 * is the digest of what it names. Engines older than the OCI layout find their own index in it too.
 */
final class Image {
  /** Where the package is in the image. */
  static final String HOME = "/opt/vivarium";

  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final JsonFactory JSON = new JsonFactory();

  /** What of the package is needed to run a server. What a server that ran in it has written is not. */
  private static final List<String> PROGRAM =
      List.of("bin", "conf", "lib", "plugins", "LICENSE", "NOTICE", "vivarium.cdx.json");

  private final Path home;
  private final BaseFiles base;
  private final Instant time;
  private final String tag;
  private String digest = "";

  Image(Path home, BaseFiles base, Instant time, String tag) {
    this.home = home;
    this.base = base;
    this.time = time;
    this.tag = tag;
  }

  /** The manifest's name; empty before it is written. */
  String digest() {
    return digest;
  }

  /** Makes the image and returns its size in bytes. The file is there as a whole or not at all. */
  long write(Path output) throws IOException, InterruptedException {
    if (!Files.isExecutable(home.resolve("bin/vivarium"))) {
      throw new IOException(
          home
              + " has no bin/vivarium, by which an image runs its server; of a package with another launcher, as of an application that has the"
              + " server inside, no image is made");
    }
    Configuration server = Configuration.of(home);
    Path whole = output.toAbsolutePath();
    Path work = Files.createTempDirectory(whole.getParent(), ".image");
    try {
      List<Layer> layers =
          List.of(
              Layer.write(work.resolve("base"), time, tar -> base.writeTo(tar, server)),
              Layer.write(work.resolve("runtime"), time, tar -> add(tar, List.of("runtime"))),
              Layer.write(work.resolve("program"), time, tar -> add(tar, PROGRAM)));
      Path unfinished = work.resolve("image");
      archive(unfinished, layers, configuration(server, layers));
      Files.move(unfinished, whole, StandardCopyOption.REPLACE_EXISTING);
      return Files.size(whole);
    } finally {
      remove(work);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private void add(TarWriter tar, List<String> names) throws IOException {
    tar.directory(HOME.substring(1), TarWriter.Access.RUN);
    for (String name : names) {
      Path top = home.resolve(name);
      if (!Files.exists(top)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(top)) {
        for (Path file : files.sorted().toList()) {
          add(tar, file);
        }
      }
    }
  }

  private void add(TarWriter tar, Path file) throws IOException {
    String relative = home.relativize(file).toString();
    String name = HOME.substring(1) + "/" + relative;
    if (Files.isSymbolicLink(file)) {
      tar.link(name, Files.readSymbolicLink(file).toString());
    } else if (Files.isDirectory(file)) {
      tar.directory(name, TarWriter.Access.RUN);
    } else {
      tar.file(name, file, Files.isExecutable(file) ? TarWriter.Access.RUN : TarWriter.Access.READ);
    }
  }

  /** Writes an object. */
  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] json(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private byte[] configuration(Configuration server, List<Layer> layers)
      throws IOException, InterruptedException {
    CommandLines lines = new CommandLines(home);
    List<String> command = lines.of("server", Configuration.FILE);
    List<String> health = new ArrayList<>(List.of("CMD"));
    health.addAll(lines.of("health", Configuration.FILE));
    return json(
        json -> {
          json.writeStringField("created", time.toString());
          json.writeStringField("architecture", architecture());
          json.writeStringField("os", "linux");
          json.writeObjectFieldStart("config");
          json.writeStringField("User", BaseFiles.USER + ":" + BaseFiles.USER);
          json.writeStringField("WorkingDir", Configuration.DATA);
          json.writeStringField("StopSignal", "SIGTERM");
          strings(json, "Entrypoint", command.subList(0, command.size() - 2));
          strings(json, "Cmd", command.subList(command.size() - 2, command.size()));
          strings(json, "Env", List.of("PATH=" + HOME + "/runtime/bin"));
          names(json, "ExposedPorts", server.ports().stream().map(port -> port + "/tcp").toList());
          names(json, "Volumes", server.volumes());
          health(json, health);
          json.writeObjectFieldStart("Labels");
          json.writeStringField("org.opencontainers.image.title", title());
          json.writeStringField(
              "org.opencontainers.image.description",
              "A coordination service for ZooKeeper clients");
          json.writeEndObject();
          json.writeEndObject();
          json.writeObjectFieldStart("rootfs");
          json.writeStringField("type", "layers");
          strings(json, "diff_ids", layers.stream().map(Layer::contentDigest).toList());
          json.writeEndObject();
        });
  }

  private static void health(JsonGenerator json, List<String> command) throws IOException {
    json.writeObjectFieldStart("Healthcheck");
    strings(json, "Test", command);
    json.writeNumberField("Interval", 30_000_000_000L);
    json.writeNumberField("Timeout", 10_000_000_000L);
    json.writeNumberField("StartPeriod", 30_000_000_000L);
    json.writeNumberField("Retries", 3);
    json.writeEndObject();
  }

  /** What engines call it, without registry and version. */
  private String title() {
    String name = tag.substring(tag.lastIndexOf('/') + 1);
    return name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /** A set, in JSON: an object whose values are empty. */
  private static void names(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (String value : values) {
      json.writeObjectFieldStart(value);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void descriptor(JsonGenerator json, String type, String digest, long size)
      throws IOException {
    json.writeStringField("mediaType", type);
    json.writeStringField("digest", digest);
    json.writeNumberField("size", size);
  }

  private static byte[] manifest(List<Layer> layers, byte[] configuration) throws IOException {
    return json(
        json -> {
          json.writeNumberField("schemaVersion", 2);
          json.writeStringField("mediaType", MANIFEST_TYPE);
          json.writeObjectFieldStart("config");
          descriptor(json, CONFIG_TYPE, Digests.of(configuration), configuration.length);
          json.writeEndObject();
          json.writeArrayFieldStart("layers");
          for (Layer layer : layers) {
            json.writeStartObject();
            descriptor(json, LAYER_TYPE, layer.digest(), layer.size());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private byte[] index(byte[] manifest) throws IOException {
    return json(
        json -> {
          json.writeNumberField("schemaVersion", 2);
          json.writeArrayFieldStart("manifests");
          json.writeStartObject();
          descriptor(json, MANIFEST_TYPE, digest, manifest.length);
          json.writeObjectFieldStart("annotations");
          json.writeStringField("io.containerd.image.name", tag);
          json.writeStringField(
              "org.opencontainers.image.ref.name", tag.substring(tag.lastIndexOf(':') + 1));
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndArray();
        });
  }

  /** What Docker's own archives have instead of an index. */
  private byte[] dockerIndex(List<Layer> layers, byte[] configuration) throws IOException {
    byte[] only =
        json(
            json -> {
              json.writeStringField("Config", blob(Digests.of(configuration)));
              strings(json, "RepoTags", List.of(tag));
              strings(json, "Layers", layers.stream().map(layer -> blob(layer.digest())).toList());
            });
    return ("[" + new String(only, StandardCharsets.UTF_8) + "]").getBytes(StandardCharsets.UTF_8);
  }

  private static String blob(String digest) {
    return "blobs/" + digest.replace(':', '/');
  }

  private void archive(Path file, List<Layer> layers, byte[] configuration) throws IOException {
    byte[] manifest = manifest(layers, configuration);
    digest = Digests.of(manifest);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        TarWriter tar = new TarWriter(out, time)) {
      TarWriter.Access read = TarWriter.Access.READ;
      tar.file(
          "oci-layout",
          "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8),
          read);
      tar.file("index.json", index(manifest), read);
      tar.file("manifest.json", dockerIndex(layers, configuration), read);
      tar.directory("blobs", TarWriter.Access.RUN);
      tar.directory("blobs/sha256", TarWriter.Access.RUN);
      tar.file(blob(digest), manifest, read);
      tar.file(blob(Digests.of(configuration)), configuration, read);
      for (Layer layer : layers) {
        tar.file(blob(layer.digest()), layer.file(), read);
      }
    }
  }
}
