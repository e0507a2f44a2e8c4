package io.vivarium.plugin.installer.maven;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.vivarium.plugin.installer.content.PackageLimits;
import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.fixture.PackageFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoriesTest {
  private static final String PLACE = "org/example/theirs/1.0/theirs-1.0-plugin.zip";
  private static final byte[] CONTENT = "a package".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path repository;
  @TempDir private Path into;

  /** What the web server has, by path; a text that begins with a slash is a redirection. */
  private final Map<String, byte[]> web = new ConcurrentHashMap<>();

  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] content = web.get(exchange.getRequestURI().getPath());
          if (content == null) {
            exchange.sendResponseHeaders(404, -1);
          } else if (content.length > 0 && content[0] == '/') {
            exchange
                .getResponseHeaders()
                .set("Location", new String(content, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(302, -1);
          } else if (content.length == 0) {
            exchange.sendResponseHeaders(503, -1);
          } else {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aReleaseIsReadFromADirectory() throws Exception {
    put(PLACE, CONTENT);
    put(PLACE + ".asc", "signature".getBytes(StandardCharsets.UTF_8));
    Repositories.Fetched fetched = fetch("1.0", repository.toString());
    assertArrayEquals(CONTENT, Files.readAllBytes(fetched.file()));
    assertEquals("signature", Files.readString(fetched.signature()));
    assertEquals("maven:org.example:theirs:1.0 from " + repository, fetched.source());
    assertArrayEquals(
        CONTENT, Files.readAllBytes(fetch("1.0", repository.toUri().toString()).file()));
  }

  @Test
  void aPackageWithoutASignatureIsFetchedWithoutOne() throws Exception {
    put(PLACE, CONTENT);
    assertNull(fetch("1.0", repository.toString()).signature());
  }

  @Test
  void aReleaseIsReadFromTheWebWithProgress() throws Exception {
    byte[] large = new byte[300_000];
    web.put("/maven2/" + PLACE, large);
    web.put("/maven2/" + PLACE + ".asc", CONTENT);
    List<Long> progress = new ArrayList<>();
    Repositories.Fetched fetched =
        Repositories.of(List.of(url() + "/maven2"))
            .fetch(wanted("1.0"), into, (bytes, total) -> progress.add(bytes * 1_000_000 + total));
    assertArrayEquals(large, Files.readAllBytes(fetched.file()));
    assertNotNull(fetched.signature());
    assertEquals(300_000L * 1_000_000 + 300_000, progress.getLast());
  }

  @Test
  void aRedirectionIsFollowed() throws Exception {
    web.put("/" + PLACE, ("/elsewhere/" + PLACE).getBytes(StandardCharsets.UTF_8));
    web.put("/elsewhere/" + PLACE, CONTENT);
    assertArrayEquals(CONTENT, Files.readAllBytes(fetch("1.0", url()).file()));
  }

  @Test
  void theNextRepositoryIsAskedWhenOneDoesNotHaveIt() throws Exception {
    web.put("/" + PLACE, CONTENT);
    assertArrayEquals(
        CONTENT, Files.readAllBytes(fetch("1.0", repository.toString(), url()).file()));
    Refusal nowhere = assertThrows(Refusal.class, () -> fetch("2.0", repository.toString(), url()));
    assertEquals(
        "theirs-2.0-plugin.zip of maven:org.example:theirs:2.0 is in none of "
            + repository
            + ", "
            + url()
            + "; --repository names another",
        nowhere.getMessage());
  }

  @Test
  void aRepositoryThatIsIllIsNamed() {
    web.put("/" + PLACE, new byte[0]);
    Refusal ill = assertThrows(Refusal.class, () -> fetch("1.0", url()));
    assertEquals(url() + "/" + PLACE + " answered with status 503", ill.getMessage());
    server.stop(0);
    Refusal gone = assertThrows(Refusal.class, () -> fetch("1.0", url()));
    assertTrue(gone.getMessage().contains("cannot be read"), gone::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {".sha1", ".sha256", ".sha512"})
  void aTransferThatWasDamagedIsRefused(String suffix) throws Exception {
    put(PLACE, CONTENT);
    put(
        PLACE + suffix,
        "0123456789abcdef  theirs-1.0-plugin.zip\n".getBytes(StandardCharsets.UTF_8));
    Refusal refused = assertThrows(Refusal.class, () -> fetch("1.0", repository.toString()));
    assertTrue(refused.getMessage().endsWith("the transfer was damaged"), refused::getMessage);
  }

  @Test
  void aChecksumThatFitsIsTaken() throws Exception {
    put(PLACE, CONTENT);
    put(
        PLACE + ".sha256",
        (PackageFile.sha256(CONTENT).toUpperCase(java.util.Locale.ROOT) + "\n")
            .getBytes(StandardCharsets.UTF_8));
    assertNotNull(fetch("1.0", repository.toString()));
  }

  @Test
  void theNewestBuildOfASnapshotIsTaken() throws Exception {
    String place = "org/example/theirs/1.0-SNAPSHOT/";
    put(
        place + "maven-metadata.xml",
        metadata("1.0-20261129.080000-3").getBytes(StandardCharsets.UTF_8));
    put(place + "theirs-1.0-20261129.080000-3-plugin.zip", CONTENT);
    assertArrayEquals(
        CONTENT, Files.readAllBytes(fetch("1.0-SNAPSHOT", repository.toString()).file()));
  }

  @Test
  void aSnapshotThatWasInstalledByHandHasNoBuilds() throws Exception {
    put("org/example/theirs/1.0-SNAPSHOT/theirs-1.0-SNAPSHOT-plugin.zip", CONTENT);
    assertNotNull(fetch("1.0-SNAPSHOT", repository.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<metadata/>",
        "not xml",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><metadata>&e;</metadata>",
        "1.0-../../etc",
        "2.0-1"
      })
  void metadataThatNamesNoBuildIsRefused(String text) throws Exception {
    String content = text.startsWith("1") || text.startsWith("2") ? metadata(text) : text;
    put(
        "org/example/theirs/1.0-SNAPSHOT/maven-metadata.xml",
        content.getBytes(StandardCharsets.UTF_8));
    assertThrows(Refusal.class, () -> fetch("1.0-SNAPSHOT", repository.toString()));
  }

  @Test
  void aTransferThatEndsEarlyIsNoPackage() throws Exception {
    server.createContext(
        "/short",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(CONTENT);
          exchange.getResponseBody().flush();
          exchange.getHttpContext().getServer().stop(0);
        });
    assertThrows(IOException.class, () -> fetch("1.0", url() + "/short"));
  }

  /** The client's own limit is for the beginning of an answer only. */
  @Test
  void aRepositoryThatFallsSilentIsGivenUp() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    sendHalfAndWait("/silent", over);
    try {
      Repositories repositories = Repositories.of(List.of(url() + "/silent"), Duration.ofMillis(1));
      Refusal silent =
          assertThrows(
              Refusal.class, () -> repositories.fetch(wanted("1.0"), into, (bytes, total) -> {}));
      assertTrue(
          silent.getMessage().startsWith(url() + "/silent/" + PLACE + " sent nothing for "),
          silent::getMessage);
    } finally {
      over.countDown();
    }
  }

  @Test
  void aRepositoryThatPausesIsWaitedFor() throws Exception {
    CountDownLatch half = new CountDownLatch(1);
    sendHalfAndWait("/slow", half);
    List<Long> lengths = new ArrayList<>();
    Repositories.Fetched fetched =
        Repositories.of(List.of(url() + "/slow"))
            .fetch(
                wanted("1.0"),
                into,
                (bytes, total) -> {
                  lengths.add(total);
                  half.countDown();
                });
    assertEquals(
        new String(CONTENT, StandardCharsets.UTF_8).repeat(2), Files.readString(fetched.file()));
    assertEquals(-1, lengths.getFirst(), "its length is not known from the beginning");
    assertEquals(2L * CONTENT.length, lengths.getLast());
  }

  /** Sends the content, and once more when it may; nothing else is there. */
  private void sendHalfAndWait(String top, CountDownLatch goOn) {
    server.createContext(
        top,
        exchange -> {
          if (!exchange.getRequestURI().getPath().endsWith("/" + PLACE)) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
          }
          try (exchange) {
            exchange.sendResponseHeaders(200, 0); // of unknown length
            exchange.getResponseBody().write(CONTENT);
            exchange.getResponseBody().flush();
            goOn.await();
            exchange.getResponseBody().write(CONTENT);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void aPackageIsNotFetchedBeyondWhatItMayBe() throws Exception {
    Path file = repository.resolve(PLACE);
    Files.createDirectories(file.getParent());
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(PackageLimits.PACKAGE + 1);
    }
    Refusal refused = assertThrows(Refusal.class, () -> fetch("1.0", repository.toString()));
    assertEquals("the package is larger than 268435456 bytes", refused.getMessage());
  }

  @Test
  void aSignatureOrAChecksumIsASmallFile() throws Exception {
    put(PLACE, CONTENT);
    put(PLACE + ".asc", new byte[(1 << 20) + 1]);
    Refusal refused = assertThrows(Refusal.class, () -> fetch("1.0", repository.toString()));
    assertTrue(refused.getMessage().endsWith("is larger than 1048576 bytes"), refused::getMessage);
  }

  @Test
  void whatIsNotEncryptedIsNotRead() {
    assertRefused("is not encrypted", "http://repo.example.org/maven2");
    assertRefused("is neither https nor file", "ftp://repo.example.org/");
    assertRefused("is no repository", "https://bad host/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maven:org.example:theirs",
        "maven:org.example:theirs:1.0:zip",
        "org.example:theirs:1.0",
        "maven:org..example:theirs:1.0",
        "maven:org/example:theirs:1.0",
        "maven::theirs:1.0",
        "maven:org.example:theirs:../1.0",
        "maven:org.example:theirs:1.0?x"
      })
  void coordinatesThatCouldLeadElsewhereAreRefused(String text) {
    assertThrows(Refusal.class, () -> Coordinates.parse(text));
  }

  private void assertRefused(String why, String name) {
    Refusal refused = assertThrows(Refusal.class, () -> Repositories.of(List.of(name)));
    assertTrue(refused.getMessage().contains(why), refused::getMessage);
  }

  private Repositories.Fetched fetch(String version, String... repositories) throws Exception {
    return Repositories.of(List.of(repositories))
        .fetch(wanted(version), into, (bytes, total) -> {});
  }

  private static String wanted(String version) {
    return "maven:org.example:theirs:" + version;
  }

  private void put(String path, byte[] content) throws IOException {
    Path file = repository.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private String url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort()).toString();
  }

  /** As the deploy plugin writes it. */
  private static String metadata(String build) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <metadata modelVersion="1.1.0">
      <groupId>org.example</groupId>
      <artifactId>theirs</artifactId>
      <version>1.0-SNAPSHOT</version>
      <versioning>
        <snapshotVersions>
          <snapshotVersion>
            <extension>jar</extension>
            <value>1.0-20261129.080000-2</value>
          </snapshotVersion>
          <snapshotVersion>
            <classifier>plugin</classifier>
            <extension>zip</extension>
            <value>%s</value>
          </snapshotVersion>
        </snapshotVersions>
      </versioning>
    </metadata>
    """
        .formatted(build);
  }
}
