package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.PluginSelection;
import io.vivarium.kernel.admin.CommandDesk;
import io.vivarium.kernel.admin.CommandSettings;
import io.vivarium.kernel.admin.ServerVersion;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.transport.Transport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of plugin, every method that the host calls to start and stop it, every way to misbehave there: the plugin is named, and the
 * server goes on without it or stops, but does not hang.
 */
@Tag("no-plugins")
class ContainmentTest {
  private static final Map<PluginKind<?>, Class<? extends Plugin>> TYPES = types();

  /** What the host calls before a server serves, beside {@code create} and {@code start}. */
  private static final Map<PluginKind<?>, List<String>> HANDED =
      Map.of(
          PluginKind.METRICS, List.of("attach"),
          PluginKind.ADMIN, List.of("attach"),
          PluginKind.COMMANDS, List.of("commands"),
          PluginKind.AUTH, List.of("schemes"),
          PluginKind.STORAGE, List.of("log", "snapshots"));

  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final List<String> fatal = Collections.synchronizedList(new ArrayList<>());
  private final Misbehaviour.Trap trap = new Misbehaviour.Trap();
  private final KernelMetrics metrics = new KernelMetrics();

  @AfterEach
  void letGo() {
    trap.open();
  }

  static Stream<Arguments> starts() {
    return TYPES.keySet().stream().flatMap(ContainmentTest::startsOf);
  }

  private static Stream<Arguments> startsOf(PluginKind<?> kind) {
    List<String> methods = new ArrayList<>(List.of("create", "start"));
    methods.addAll(HANDED.getOrDefault(kind, List.of()));
    return methods.stream()
        .flatMap(
            method ->
                Stream.of(Misbehaviour.values())
                    .filter(how -> how != Misbehaviour.NULL || returnsSomething(method))
                    .map(how -> Arguments.of(kind, method, how)));
  }

  private static boolean returnsSomething(String method) {
    return !Set.of("start", "attach").contains(method);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("starts")
  void aPluginThatBreaksIsNamedAndSetAsideOrStopsTheStart(
      PluginKind<?> kind, String method, Misbehaviour how) throws Exception {
    Lifecycle lifecycle = lifecycle(false);
    if (kind.optional()) {
      Lifecycle.Running running = run(lifecycle, kind, method, how);
      assertEquals(kind.equals(PluginKind.AUDIT), running.audit() == null);
      assertEquals(1, metrics.counter("plugin_faults").value());
      List<String> started = with("start ");
      lifecycle.close();
      assertTrue(with("close ").containsAll(started), events::toString);
    } else {
      PluginException failure =
          assertThrows(PluginException.class, () -> run(lifecycle, kind, method, how));
      assertInstanceOf(BrokenPluginException.class, failure);
      assertEquals(FatalReason.UNEXPECTED, failure.reason());
      assertTrue(
          failure.getMessage().startsWith("plugin " + kind.name() + "=scripted (here) "),
          failure::getMessage);
      assertTrue(with("close ").containsAll(with("start ")), events::toString);
    }
    assertEquals(List.of(), fatal);
  }

  static Stream<Arguments> closes() {
    return TYPES.keySet().stream()
        .flatMap(
            kind ->
                Stream.of(Misbehaviour.values())
                    .filter(how -> how != Misbehaviour.NULL)
                    .map(how -> Arguments.of(kind, how)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("closes")
  void aPluginThatBreaksWhenItIsClosedIsNamedAndTheOthersAreClosed(
      PluginKind<?> kind, Misbehaviour how) throws Exception {
    Lifecycle lifecycle = lifecycle(false);
    run(lifecycle, kind, "close", how);
    List<String> complaints = lifecycle.stopAll();
    assertTrue(
        complaints.getFirst().startsWith("plugin " + kind.name() + "=scripted (here) "),
        complaints::toString);
    assertEquals(TYPES.size() - 1, with("close ").size(), events::toString);
  }

  static Stream<PluginKind<?>> kinds() {
    return TYPES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aPluginThatSaysWhyItDoesNotStartIsHeardWhateverItsKind(PluginKind<?> kind) {
    Lifecycle lifecycle = lifecycle(false);
    PluginException failure =
        assertThrows(
            PluginException.class,
            () ->
                run(
                    lifecycle,
                    (of, method) -> {
                      if (of.equals(kind.name()) && method.equals("start")) {
                        throw Misbehaviour.announced();
                      }
                      return false;
                    }));
    assertEquals(FatalReason.DATA_DIRECTORY, failure.reason());
    assertEquals(
        "plugin " + kind.name() + "=scripted (here) did not start: no room; make some",
        failure.getMessage());
    assertTrue(with("close ").containsAll(with("start ")), events::toString);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whereNothingMayBreakEveryKindIsNeeded(PluginKind<?> kind) {
    Lifecycle lifecycle = lifecycle(true);
    assertThrows(
        BrokenPluginException.class,
        () -> run(lifecycle, kind, "start", Misbehaviour.LINKAGE_ERROR));
    assertTrue(with("close ").containsAll(with("start ")), events::toString);
  }

  @Test
  void aPluginThatIsSetAsideIsClosed() throws Exception {
    Lifecycle lifecycle = lifecycle(false);
    assertNull(run(lifecycle, PluginKind.AUDIT, "start", Misbehaviour.EXCEPTION).audit());
    assertTrue(events.contains("close audit"), events::toString);
    assertFalse(events.contains("close storage"), events::toString);
  }

  private Lifecycle lifecycle(boolean strict) {
    PluginMaker maker =
        new PluginMaker(
            Hosting.configs(),
            TimeSource.system(),
            metrics,
            (reason, message, cause) -> fatal.add(message),
            new Bounds(Hosting.limits(strict), (thread, atMost) -> trap.await(thread)));
    return new Lifecycle(maker);
  }

  private Lifecycle.Running run(
      Lifecycle lifecycle, PluginKind<?> kind, String method, Misbehaviour how)
      throws PluginException {
    return run(
        lifecycle,
        (of, called) -> {
          if (of.equals(kind.name()) && called.equals(method)) {
            how.happen(trap);
            return true;
          }
          return false;
        });
  }

  private Lifecycle.Running run(Lifecycle lifecycle, ScriptedPlugin.Script script)
      throws PluginException {
    List<InstalledPlugin<?>> plugins = new ArrayList<>();
    TYPES.forEach((kind, type) -> plugins.add(scripted(kind, script)));
    List<String> one = List.of("scripted");
    PluginSelection all =
        new PluginSelection(
            "scripted", "scripted", "scripted", one, "scripted", one, one, "scripted", Set.of());
    return lifecycle.run(PluginCatalog.of(plugins), all, desk());
  }

  private <T extends Plugin> InstalledPlugin<T> scripted(
      PluginKind<T> kind, ScriptedPlugin.Script script) {
    @SuppressWarnings("unchecked") // the kind fixes the type
    Class<T> type = (Class<T>) Objects.requireNonNull(TYPES.get(kind));
    return new ScriptedPlugin<>(kind, type, events, script).installed();
  }

  private CommandDesk desk() {
    return new CommandDesk(
        new ServerVersion("3.9.5", "0abc", Instant.EPOCH, "0.1"),
        new CommandSettings(true, true, true, 0, TimeSource.system()),
        metrics);
  }

  private List<String> with(String beginning) {
    synchronized (events) {
      return events.stream()
          .filter(event -> event.startsWith(beginning))
          .map(event -> event.substring(beginning.length()))
          .toList();
    }
  }

  private static Map<PluginKind<?>, Class<? extends Plugin>> types() {
    Map<PluginKind<?>, Class<? extends Plugin>> types = new LinkedHashMap<>();
    types.put(PluginKind.METRICS, MetricsExporter.class);
    types.put(PluginKind.AUDIT, AuditLog.class);
    types.put(PluginKind.STORAGE, Storage.class);
    types.put(PluginKind.AUTH, Authentication.class);
    types.put(PluginKind.TRANSPORT, Transport.class);
    types.put(PluginKind.CONSENSUS, Consensus.class);
    types.put(PluginKind.COMMANDS, AdminCommands.class);
    types.put(PluginKind.ADMIN, AdminEndpoint.class);
    return types;
  }
}
