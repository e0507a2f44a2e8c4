package io.vivarium.acceptance.plugins;

import io.vivarium.acceptance.server.ServerKind;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.jspecify.annotations.NullMarked;

/**
 * A plugin as somebody else would write it: compiled against what the package ships, packaged by hand, signed with a key that was just made.
 *
 * @param zip the package, with its signature beside it
 * @param key the public key that the signature is of
 */
record SignedPlugin(Path zip, Path key) {
  private static final String MODULE =
      """
      module org.example.sample {
        requires io.vivarium.spi;
        provides io.vivarium.spi.audit.AuditProvider with org.example.sample.SampleProvider;
      }
      """;

  private static final String PROVIDER =
      """
      package org.example.sample;

      import io.vivarium.spi.ConfigKey;
      import io.vivarium.spi.PluginContext;
      import io.vivarium.spi.audit.AuditEvent;
      import io.vivarium.spi.audit.AuditLog;
      import io.vivarium.spi.audit.AuditProvider;
      import java.io.IOException;
      import java.io.UncheckedIOException;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.nio.file.StandardOpenOption;
      import java.util.List;

      public final class SampleProvider implements AuditProvider {
        private static final ConfigKey<Path> FILE = ConfigKey.path("sample.file", "Where it writes.");

        @Override public String id() { return "sample"; }

        @Override public int spiVersion() { return SPI_VERSION; }

        @Override public List<ConfigKey<?>> configKeys() { return List.of(FILE); }

        @Override public AuditLog create(PluginContext context) {
          Path file = context.config().get(FILE);
          return new AuditLog() {
            @Override public void start() {}

            @Override public void record(AuditEvent event) {
              try {
                Files.writeString(
                    file,
                    event.operation().text() + " " + event.target().path() + "\\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }

            @Override public void close() {}
          };
        }
      }
      """;

  private static final String DESCRIPTOR =
      """
      id = sample
      version = 1.0
      spi = audit
      spi.version = 1
      name = A sample
      licence = MIT
      capabilities = files:/
      """;

  static SignedPlugin build(Path work) throws Exception {
    Path content = Files.createDirectory(work.resolve("content"));
    Files.writeString(content.resolve("plugin.properties"), DESCRIPTOR);
    jar(compile(work), content.resolve("sample-1.0.jar"));
    StringBuilder sums = new StringBuilder();
    for (Path file : filesIn(content)) {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      sums.append(HexFormat.of().formatHex(sum))
          .append("  ")
          .append(file.getFileName())
          .append('\n');
    }
    Files.writeString(content.resolve("SHA256SUMS"), sums);
    Path zip = work.resolve("sample-1.0-plugin.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (Path each : filesIn(content)) {
        out.putNextEntry(new ZipEntry(each.getFileName().toString()));
        out.write(Files.readAllBytes(each));
      }
    }
    return new SignedPlugin(zip, sign(zip, work.resolve("example-key.asc")));
  }

  /** What javac makes of it, in a directory. */
  private static Path compile(Path work) throws IOException, URISyntaxException {
    Path module = Files.writeString(work.resolve("module-info.java"), MODULE);
    Path provider = Files.writeString(work.resolve("SampleProvider.java"), PROVIDER);
    Path classes = work.resolve("classes");
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "--module-path",
                ServerKind.distribution().resolve("lib") + File.pathSeparator + annotations(),
                "-d",
                classes.toString(),
                module.toString(),
                provider.toString());
    if (code != 0) {
      throw new AssertionError("the sample plugin does not compile against the package");
    }
    return classes;
  }

  /** What the SPI says of null; compilers want it, servers do not. */
  private static Path annotations() throws URISyntaxException {
    return Path.of(NullMarked.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void jar(Path classes, Path to) throws IOException {
    try (OutputStream file = Files.newOutputStream(to);
        JarOutputStream jar = new JarOutputStream(file)) {
      for (Path each : filesIn(classes)) {
        jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        jar.write(Files.readAllBytes(each));
      }
    }
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Path sign(Path zip, Path publicKey) throws Exception {
    OpenPGPKey key =
        new BcOpenPGPApi().generateKey(4).ed25519x25519Key("Example <plugins@example.org>").build();
    String signature =
        new BcOpenPGPApi()
            .createDetachedSignature()
            .addSigningKey(key)
            .sign(new ByteArrayInputStream(Files.readAllBytes(zip)))
            .getFirst()
            .toAsciiArmoredString();
    Files.writeString(
        zip.resolveSibling(zip.getFileName() + ".asc"), signature, StandardCharsets.US_ASCII);
    return Files.writeString(publicKey, key.toCertificate().toAsciiArmoredString());
  }
}
