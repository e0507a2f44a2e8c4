package io.vivarium.bench.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars are fetched once, and kept only when they are the ones that were meant. */
class MavenCentralTest {
  private static final byte[] JAR = {'P', 'K', 3, 4};

  @TempDir private Path directory;
  private final AtomicInteger fetched = new AtomicInteger();
  private HttpServer repository;
  private String root;

  @BeforeEach
  void serve() throws IOException {
    repository = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    repository.createContext(
        "/org/x.jar",
        exchange -> {
          fetched.incrementAndGet();
          exchange.sendResponseHeaders(200, JAR.length);
          exchange.getResponseBody().write(JAR);
          exchange.close();
        });
    repository.start();
    root =
        "http://"
            + repository.getAddress().getHostString()
            + ":"
            + repository.getAddress().getPort()
            + "/";
  }

  @AfterEach
  void stop() {
    repository.stop(0);
  }

  private static String sha256() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(JAR));
  }

  @Test
  void aJarIsFetchedOnceAndKept() throws Exception {
    List<String> list = List.of("# a comment", sha256() + " org/x.jar");
    MavenCentral.fetch(root, list, directory);
    MavenCentral.fetch(root, list, directory);
    assertArrayEquals(JAR, Files.readAllBytes(directory.resolve("x.jar")));
    assertEquals(1, fetched.get());
  }

  @Test
  void aDamagedJarIsFetchedAgain() throws Exception {
    Files.writeString(directory.resolve("x.jar"), "broken");
    MavenCentral.fetch(root, List.of(sha256() + " org/x.jar"), directory);
    assertArrayEquals(JAR, Files.readAllBytes(directory.resolve("x.jar")));
  }

  @Test
  void aJarThatIsNotTheOneMeantIsNotKept() {
    IOException failure =
        assertThrows(
            IOException.class,
            () -> MavenCentral.fetch(root, List.of("00".repeat(32) + " org/x.jar"), directory));
    assertTrue(String.valueOf(failure.getMessage()).contains("SHA-256"));
    assertTrue(!Files.exists(directory.resolve("x.jar")));
  }

  @Test
  void aJarThatIsNotThereIsNamed() {
    IOException failure =
        assertThrows(
            IOException.class, () -> MavenCentral.fetch(root, List.of("00 org/y.jar"), directory));
    assertTrue(String.valueOf(failure.getMessage()).contains("org/y.jar"));
  }
}
