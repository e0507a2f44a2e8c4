package io.vivarium.acceptance.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Runs one server for a test class. Clients taken from it are closed after each test; a failed test prints the end of
 * the server's log.
 */
public final class ServerExtension
    implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final int LOG_TAIL = 20_000;

  private final ServerSetup setup;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Path home;
  private ServerUnderTest server;

  private ServerExtension(ServerSetup setup) {
    this.setup = setup;
  }

  /** A server with {@link ServerSetup#standard()}. */
  public static ServerExtension standard() {
    return new ServerExtension(ServerSetup.standard());
  }

  /** A server with the given setup. */
  public static ServerExtension with(ServerSetup setup) {
    return new ServerExtension(setup);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    home = Files.createTempDirectory("acceptance");
    server = ServerUnderTest.start(setup, home);
  }

  /** The running server. */
  public ServerUnderTest server() {
    return server;
  }

  /** What a client is given to connect. */
  public String connectString() {
    return server.connectString();
  }

  /** A connected Apache client with a session timeout of 10 seconds, closed after the test. */
  public ZooKeeper client() throws Exception {
    return client(new EventLog());
  }

  /** As {@link #client()}, with the default watcher given. */
  public ZooKeeper client(EventLog events) throws Exception {
    return closing(Clients.connect(connectString(), 10_000, events));
  }

  /** Closes something after the test. */
  public <T extends AutoCloseable> T closing(T resource) {
    opened.add(resource);
    return resource;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (AutoCloseable resource : opened.reversed()) {
      resource.close();
    }
    opened.clear();
    if (context
        .getExecutionException()
        .filter(e -> !(e instanceof TestAbortedException))
        .isPresent()) {
      String log = server.log();
      System.err.println("---- server log, test '" + context.getDisplayName() + "' failed ----");
      System.err.println(log.substring(Math.max(0, log.length() - LOG_TAIL)));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (server != null) {
      server.close();
    }
    deleteTree(home);
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
