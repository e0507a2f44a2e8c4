package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.flawed.Flaw;
import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.TxnLog;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Whole servers with a plugin that they cannot do without and that is sound but for one method. */
@Timeout(300)
class FlawedPluginTest {
  @Test
  void aStorageThatThrowsStopsTheServerByName() throws Exception {
    PluginProvider<?> storage =
        Flaw.storage(
            withLog(
                log ->
                    Flaw.in(
                        TxnLog.class,
                        log,
                        "append",
                        (sound, arguments) -> {
                          throw new NoClassDefFoundError("some/Library");
                        })));
    FatalError end = endOf("storage", storage);
    assertEquals(FatalReason.STORAGE_WRITE, end.reason());
    assertTrue(end.message().contains("some/Library (in plugin storage=flawed"), end.message());
  }

  @Test
  void aStorageThatReturnsNothingIsNamedWhenTheServerStarts() {
    PluginProvider<?> storage =
        Flaw.storage(
            withLog(log -> Flaw.in(TxnLog.class, log, "read", (sound, arguments) -> null)));
    PluginException failure =
        assertThrows(PluginException.class, () -> start("storage", storage).close());
    assertTrue(
        failure.getMessage().contains("plugin storage=flawed")
            && failure.getMessage().contains("returned null when it was asked for its log"),
        failure::getMessage);
  }

  /** The thread that writes snapshots is waited for by nobody, until the log has filled the disk. */
  @Test
  void aStorageWhoseSnapshotIsNeverDurableIsNamedAndTheServerServesOn() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    AtomicInteger commits = new AtomicInteger();
    Flaw.Instead commit =
        (sound, arguments) -> {
          // The first is written by the start itself.
          if (commits.incrementAndGet() > 1) {
            stuck.countDown();
            free.await();
          }
          return sound.happen();
        };
    PluginProvider<?> storage = Flaw.storage(plugin -> withWriter(plugin, commit));
    try (Server server =
            start("storage", storage, Map.of("snapCount", "2", "plugin.callTimeoutMs", "1"));
        WireClient client = WireClient.connect(server.clientPort())) {
      for (int i = 0; stuck.getCount() > 0; i++) {
        assertEquals(ErrorCode.OK.code(), create(client, "/a" + i));
      }
      long before = faults(server);
      while (faults(server) == before) {
        Thread.onSpinWait();
      }
      assertEquals(ErrorCode.OK.code(), create(client, "/b"), "it serves on");
      free.countDown();
    } finally {
      free.countDown();
    }
  }

  /** Peers of a leader that is silent and keeps its links wait for a timeout before they elect another. */
  @Test
  void aStopWaitsForASnapshotOnlyAfterTheLinksAreClosed() throws Exception {
    List<String> ends = new CopyOnWriteArrayList<>();
    List<String> warnings = new CopyOnWriteArrayList<>();
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch linksClosed = new CountDownLatch(1);
    AtomicInteger commits = new AtomicInteger();
    Flaw.Instead commit =
        (sound, arguments) -> {
          Object done = sound.happen();
          // The first is written by the start itself.
          if (commits.incrementAndGet() == 2) {
            stuck.countDown();
            linksClosed.await();
            ends.add("snapshot");
          }
          return done;
        };
    PluginProvider<?> storage =
        Flaw.storage(
            plugin ->
                Flaw.in(
                    Storage.class,
                    withWriter(plugin, commit),
                    "close",
                    (sound, arguments) -> {
                      ends.add("storage");
                      return sound.happen();
                    }));
    PluginProvider<?> consensus =
        Flaw.consensus(
            engine ->
                Flaw.in(
                    Consensus.class,
                    engine,
                    "close",
                    (sound, arguments) -> {
                      ends.add("links");
                      linksClosed.countDown();
                      return sound.happen();
                    }));
    try (LogLines _ = LogLines.of(ServerCore.class, warnings)) {
      try (Server server =
              builder("storage", storage)
                  .plugin(consensus)
                  .set("consensus", "flawed")
                  .set("snapCount", "2")
                  .start();
          WireClient client = WireClient.connect(server.clientPort())) {
        for (int i = 0; stuck.getCount() > 0; i++) {
          assertEquals(ErrorCode.OK.code(), create(client, "/a" + i));
        }
      }
    }
    assertEquals(List.of(), warnings);
    assertEquals(List.of("links", "snapshot", "storage"), ends);
  }

  @Test
  void aConsensusThatDeliversTwiceStopsTheServerByName() throws Exception {
    PluginProvider<?> consensus =
        Flaw.consensus(
            withHost(
                host ->
                    Flaw.in(
                        ConsensusHost.class,
                        host,
                        "delivery",
                        (sound, arguments) ->
                            Flaw.in(
                                Delivery.class,
                                (Delivery) sound.happen(),
                                "deliver",
                                (deliver, proposal) -> {
                                  deliver.happen();
                                  return deliver.happen();
                                }))));
    FatalError end = endOf("consensus", consensus);
    assertEquals(FatalReason.COMMIT_MISMATCH, end.reason());
    assertTrue(end.message().contains("was the last before"), end.message());
    assertTrue(end.message().contains("(in plugin consensus=flawed"), end.message());
  }

  @Test
  void aTransportThatCannotListenIsNamedWhenTheServerStarts() {
    PluginProvider<?> transport =
        Flaw.transport(
            plugin ->
                Flaw.in(
                    Transport.class,
                    plugin,
                    "listen",
                    (sound, arguments) -> {
                      throw new IllegalStateException("never thought of that");
                    }));
    PluginException failure =
        assertThrows(PluginException.class, () -> start("transport", transport).close());
    assertTrue(
        failure.getMessage().contains("never thought of that (in plugin transport=flawed"),
        failure::getMessage);
  }

  @Test
  void aTransportThatThrowsWhereAnswersAreHandedOverStopsTheServerByName() throws Exception {
    PluginProvider<?> transport =
        Flaw.transport(
            withHandlers(
                handlers ->
                    connection ->
                        handlers.opened(
                            Flaw.in(
                                Connection.class,
                                connection,
                                "execute",
                                (sound, arguments) -> {
                                  throw new IllegalStateException("never thought of that");
                                }))));
    FatalError end = endOf("transport", transport);
    assertTrue(
        end.message().contains("never thought of that (in plugin transport=flawed"), end.message());
  }

  /** The end of one connection is told again and again, and frames come behind it. */
  @Test
  void aTransportThatGoesOnBehindTheEndOfAConnectionHarmsNoOther() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    AtomicReference<ByteBuffer> frame = new AtomicReference<>(ByteBuffer.allocate(0));
    PluginProvider<?> transport =
        Flaw.transport(
            withHandlers(
                handlers -> connection -> babbling(handlers.opened(connection), frame, told)));
    try (Server server = start("transport", transport);
        WireClient client = WireClient.connect(server.clientPort())) {
      try (WireClient leaving = WireClient.connect(server.clientPort())) {
        assertEquals(ErrorCode.OK.code(), create(leaving, "/a"));
      }
      told.await();
      assertEquals(ErrorCode.OK.code(), create(client, "/b"), "it serves on");
      assertEquals(
          1L,
          server.admin().ask(AdminRequest.get("monitor")).fields().get("num_alive_connections"));
    }
  }

  private static @Nullable ConnectionHandler babbling(
      @Nullable ConnectionHandler handler, AtomicReference<ByteBuffer> last, CountDownLatch told) {
    if (handler == null) {
      return null;
    }
    ConnectionHandler keeping =
        Flaw.in(
            ConnectionHandler.class,
            handler,
            "onFrame",
            (sound, arguments) -> {
              ByteBuffer frame = (ByteBuffer) arguments[0];
              last.set(ByteBuffer.allocate(frame.remaining()).put(frame.duplicate()).flip());
              return sound.happen();
            });
    return Flaw.in(
        ConnectionHandler.class,
        keeping,
        "onClosed",
        (sound, arguments) -> {
          sound.happen();
          handler.onFrame(last.get().duplicate());
          handler.onReadDone();
          sound.happen();
          told.countDown();
          return null;
        });
  }

  private static UnaryOperator<Storage> withLog(UnaryOperator<TxnLog> flaw) {
    return storage ->
        Flaw.in(
            Storage.class,
            storage,
            "log",
            (sound, arguments) -> flaw.apply((TxnLog) sound.happen()));
  }

  private static Storage withWriter(Storage storage, Flaw.Instead commit) {
    return Flaw.in(
        Storage.class,
        storage,
        "snapshots",
        (sound, arguments) -> withWriter((SnapshotStore) sound.happen(), commit));
  }

  private static SnapshotStore withWriter(SnapshotStore store, Flaw.Instead commit) {
    return Flaw.in(
        SnapshotStore.class,
        store,
        "create",
        (sound, arguments) ->
            Flaw.in(SnapshotWriter.class, (SnapshotWriter) sound.happen(), "commit", commit));
  }

  private static UnaryOperator<Consensus> withHost(UnaryOperator<ConsensusHost> flaw) {
    return consensus ->
        Flaw.in(
            Consensus.class,
            consensus,
            "attach",
            (sound, arguments) -> {
              arguments[0] = flaw.apply((ConsensusHost) arguments[0]);
              return sound.happen();
            });
  }

  private static UnaryOperator<Transport> withHandlers(UnaryOperator<HandlerFactory> flaw) {
    return transport ->
        Flaw.in(
            Transport.class,
            transport,
            "listen",
            (sound, arguments) -> {
              arguments[1] = flaw.apply((HandlerFactory) arguments[1]);
              return sound.happen();
            });
  }

  /** What a server ends with to which a client comes; nobody answers that one. */
  private static FatalError endOf(String kind, PluginProvider<?> flawed) throws Exception {
    Thread client;
    FatalError end;
    try (Server server = start(kind, flawed)) {
      client = Thread.ofVirtual().start(() -> writeTo(server.clientPort()));
      end = server.awaitEnd().orElseThrow();
    }
    client.join();
    return end;
  }

  private static void writeTo(int port) {
    try (WireClient client = WireClient.connect(port)) {
      create(client, "/a");
    } catch (IOException e) {
      LoggerFactory.getLogger(FlawedPluginTest.class)
          .debug("As the server ended: {}", e.getMessage());
    }
  }

  private static Server start(String kind, PluginProvider<?> flawed) throws PluginException {
    return start(kind, flawed, Map.of());
  }

  private static Server start(String kind, PluginProvider<?> flawed, Map<String, String> settings)
      throws PluginException {
    ServerBuilder builder = builder(kind, flawed);
    settings.forEach(builder::set);
    return builder.start();
  }

  private static ServerBuilder builder(String kind, PluginProvider<?> flawed) {
    return ServerBuilder.fromCode()
        .plugin(flawed)
        .set("storage", "memory")
        .set("transport", "tcp")
        .set("dataDir", "unused")
        .set("clientPort", "auto")
        .set("clientPortAddress", "127.0.0.1")
        .set("admin.enableServer", "false")
        .set(kind, "flawed");
  }

  private static long faults(Server server) {
    Object plugins = server.admin().ask(AdminRequest.get("plugins")).fields().get("plugins");
    return ((List<?>) plugins)
        .stream()
            .map(Map.class::cast)
            .filter(plugin -> "flawed".equals(plugin.get("id")))
            .mapToLong(plugin -> (Long) plugin.get("faults"))
            .sum();
  }

  private static int create(WireClient client, String path) throws IOException {
    return client
        .ask(new Request.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, 0, 0))
        .header()
        .error();
  }
}
