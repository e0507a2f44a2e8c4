package io.vivarium.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Fetches published jars by a list of paths and checksums; what is there already is checked and kept. */
final class MavenCentral {
  /** Where published jars are; a mirror may stand in for it. */
  static final String ROOT =
      System.getProperty("vivarium.bench.repository", "https://repo1.maven.org/maven2/");

  private MavenCentral() {}

  /** Brings every jar of the list (a resource of this package) into the directory. */
  static void fetch(String list, Path directory) throws IOException, InterruptedException {
    fetch(ROOT, lines(list), directory);
  }

  /** Brings every jar of the list into the directory from the repository at {@code root}. */
  static void fetch(String root, List<String> list, Path directory)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build()) {
      for (String line : list) {
        if (!line.startsWith("#")) {
          int blank = line.indexOf(' ');
          String path = line.substring(blank + 1);
          fetch(client, line.substring(0, blank), URI.create(root + path), directory);
        }
      }
    }
  }

  private static List<String> lines(String list) throws IOException {
    try (InputStream in = MavenCentral.class.getResourceAsStream(list)) {
      if (in == null) {
        throw new IOException(list + " is missing from this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static void fetch(HttpClient client, String sha256, URI uri, Path directory)
      throws IOException, InterruptedException {
    String path = uri.getPath();
    Path target = directory.resolve(path.substring(path.lastIndexOf('/') + 1));
    if (Files.exists(target) && sha256.equals(sha256(Files.readAllBytes(target)))) {
      return;
    }
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(2)).build();
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(uri + " cannot be fetched: status " + response.statusCode());
    }
    String found = sha256(response.body());
    if (!sha256.equals(found)) {
      throw new IOException(
          uri + " has SHA-256 " + found + ", expected " + sha256 + "; it was not kept");
    }
    Path part = Files.createTempFile(directory, "fetch", ".part");
    Files.write(part, response.body());
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
