package io.vivarium.acceptance.ensemble;

import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Ensembles for the tests of a class. One that {@link #shared} gives outlives the test, one that {@link #start} gives
 * does not, nor do clients. A failed test prints the end of every server's log and leaves the whole logs
 * in {@code target/ensemble-logs}.
 */
public final class EnsembleExtension implements AfterEachCallback, AfterAllCallback {
  private static final Path KEPT_LOGS = Path.of("target", "ensemble-logs");
  private static final int SESSION_TIMEOUT_MS = 15_000;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Map<Member, ZooKeeper> clients = new HashMap<>();
  private final List<Running> running = new ArrayList<>();

  /**
   * An ensemble and how long it lives.
   *
   * @param purpose what it is shared for; empty when it is for one test alone
   */
  private record Running(
      EnsembleUnderTest ensemble, TemporaryDirectory home, Optional<Object> purpose) {}

  /** Whether tests of ensembles are to take little time: what they do once for each mix of servers is done for a few. */
  public static boolean brief() {
    return Boolean.getBoolean("vivarium.acceptance.brief");
  }

  /** An ensemble whose servers a test starts itself; ends with the test. */
  public EnsembleUnderTest prepare(EnsembleSetup setup) throws IOException {
    return prepare(setup, Optional.empty());
  }

  private EnsembleUnderTest prepare(EnsembleSetup setup, Optional<Object> purpose)
      throws IOException {
    TemporaryDirectory home = TemporaryDirectory.create("ensemble");
    EnsembleUnderTest ensemble = EnsembleUnderTest.prepare(setup, home.path());
    running.add(new Running(ensemble, home, purpose));
    return ensemble;
  }

  /** A running ensemble that ends with the test. */
  public EnsembleUnderTest start(EnsembleSetup setup) throws Exception {
    return prepare(setup).start();
  }

  /**
   * The ensemble that the tests of a class share for one purpose; the first asks for it gets one whose servers do not run
   * yet. One for another purpose takes its place, so that there is one at a time.
   */
  public EnsembleUnderTest shared(Object purpose, EnsembleSetup setup) throws IOException {
    for (Running one : running) {
      if (one.purpose().equals(Optional.of(purpose))) {
        return one.ensemble();
      }
    }
    end(running.stream().filter(one -> one.purpose().isPresent()).toList());
    return prepare(setup, Optional.of(purpose));
  }

  /** A connected client of one server, the same during a test, closed after it. */
  public ZooKeeper client(Member member) throws Exception {
    ZooKeeper known = clients.get(member);
    if (known == null) {
      known = session(member.connectString());
      clients.put(member, known);
    }
    return known;
  }

  /** A new connected client, closed after the test. */
  public ZooKeeper session(String connectString) throws Exception {
    return closing(Clients.connect(connectString, SESSION_TIMEOUT_MS, new EventLog()));
  }

  /** Closes something after the test, before the servers. */
  public <T extends AutoCloseable> T closing(T resource) {
    opened.add(resource);
    return resource;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (context
        .getExecutionException()
        .filter(e -> !(e instanceof TestAbortedException))
        .isPresent()) {
      for (Running one : running) {
        keepLogs(one, context);
      }
    }
    closeOpened();
    end(running.stream().filter(one -> one.purpose().isEmpty()).toList());
  }

  /** All at once: a client takes a while to say goodbye. */
  private void closeOpened() throws Exception {
    List<Future<?>> closing = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (AutoCloseable resource : opened) {
        closing.add(
            executor.submit(
                () -> {
                  resource.close();
                  return resource;
                }));
      }
    }
    opened.clear();
    clients.clear();
    for (Future<?> closed : closing) {
      closed.get();
    }
  }

  private static void keepLogs(Running one, ExtensionContext context) throws IOException {
    String test =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    System.err.println("---- " + test + " failed ----\n" + one.ensemble().describe());
    for (Member member : one.ensemble().members()) {
      System.err.println("---- log of " + member + " ----\n" + member.logTail());
      if (Files.exists(member.output())) {
        Path kept = KEPT_LOGS.resolve(test).resolve("server-" + member.id() + ".log");
        Files.createDirectories(kept.getParent());
        Files.copy(member.output(), kept, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    end(List.copyOf(running));
  }

  private void end(List<Running> ending) throws IOException {
    for (Running one : ending) {
      one.ensemble().close();
      one.home().close();
      running.remove(one);
    }
  }
}
