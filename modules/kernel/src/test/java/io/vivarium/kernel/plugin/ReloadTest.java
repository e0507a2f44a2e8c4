package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.PluginConfigs;
import io.vivarium.kernel.plugin.ReloadScenario.Kind;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plugins of a running server are loaded anew; here by loaders, in {@link ModuleModeTest} by layers. */
@Tag("no-plugins")
class ReloadTest {
  private static final Set<Thread.State> WAITS =
      Set.of(Thread.State.TIMED_WAITING, Thread.State.WAITING, Thread.State.TERMINATED);

  @TempDir private Path plugins;
  @TempDir private Path shelf;

  /** What is heard of version 1, then of version 2, and that nothing of the former remains. */
  static List<String> expected(Kind kind) {
    List<String> lines = new ArrayList<>(List.of(kind.spi(), "gauge 1"));
    switch (kind) {
      case METRICS, ADMIN -> {}
      case AUDIT -> lines.add("events 1 and 0");
      case AUTH -> lines.add("Refused[reason=by 1]");
      case COMMAND -> lines.add("answered by 1");
    }
    lines.add("complaints []");
    lines.add("gauge 2");
    switch (kind) {
      case METRICS, ADMIN -> {}
      case AUDIT -> lines.add("events 1 and 1");
      case AUTH -> lines.add("Refused[reason=by 2]");
      case COMMAND -> lines.add("answered by 2");
    }
    lines.add("collected true");
    lines.add("fatal ");
    return lines;
  }

  @ParameterizedTest
  @EnumSource
  void theNewOneIsHeardAndNothingOfTheOldOneRemains(Kind kind) throws Exception {
    ReloadScenario.make(shelf, kind, "loader");
    assertEquals(expected(kind), ReloadScenario.play(plugins, shelf, kind));
  }

  @ParameterizedTest
  @EnumSource
  void whenTheNewOneDoesNotStartTheOldOneRuns(Kind kind) throws Exception {
    try (ReloadScenario scenario = scenario(kind)) {
      scenario.install(1);
      scenario.start();
      List<String> before = scenario.says();
      scenario.install(3);
      PluginException failure = assertThrows(PluginException.class, scenario::reload);
      boolean alone = kind == Kind.METRICS || kind == Kind.ADMIN;
      assertTrue(
          failure.getMessage().endsWith(alone ? " was started again" : " runs as before"),
          failure::getMessage);
      if (kind != Kind.AUDIT) { // it counts
        assertEquals(before, scenario.says());
      }
      scenario.install(2);
      assertEquals(List.of(), scenario.reload().complaints());
      assertEquals("gauge 2", scenario.says().getFirst());
    }
  }

  /** The one before was not touched yet: it is the same instance that runs on. */
  @Test
  void whenTheNewOneDoesNotTakeWhatItIsHandedTheOldOneRunsOn() throws Exception {
    makeFourth(Kind.METRICS, "source) {}", "source) { throw new IllegalStateException(\"no\"); }");
    try (ReloadScenario scenario = scenario(Kind.METRICS)) {
      scenario.install(1);
      scenario.start();
      Plugin before = scenario.instance();
      scenario.install(4);
      PluginException failure = assertThrows(PluginException.class, scenario::reload);
      assertTrue(
          failure.getMessage().contains("did not take what it was handed"), failure::getMessage);
      assertTrue(failure.getMessage().endsWith(" runs as before"), failure::getMessage);
      assertSame(before, scenario.instance());
      assertEquals(List.of("gauge 1"), scenario.says());
    }
  }

  @Test
  void aServerThatStopsDoesNotWaitForAPluginThatHangs() throws Exception {
    makeFourth(
        Kind.METRICS,
        "thread.start();",
        "context.metrics().counter(\"starting\").increment();"
            + " try { Thread.sleep(Long.MAX_VALUE); }"
            + " catch (InterruptedException e) { throw new IllegalStateException(e); }");
    try (ReloadScenario scenario = scenario(Kind.METRICS)) {
      scenario.install(1);
      scenario.start();
      scenario.install(4);
      FutureTask<Reloading.Outcome> reload = reloading(scenario);
      while (scenario.count("starting") == 0 && !reload.isDone()) {
        Thread.onSpinWait();
      }
      scenario.stop();
      assertStopped(reload, "did not start: the server was told to stop meanwhile");
    }
  }

  /** What the interrupt does not reach is left behind, and the plugin is not started any more. */
  @Test
  void aServerThatStopsDoesNotWaitForEver() throws Exception {
    Duration minutes = Hosting.LIMITS.start();
    ReloadScenario.make(shelf, Kind.METRICS, "loader");
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch longEnough = new CountDownLatch(1);
    try (ReloadScenario scenario =
        new ReloadScenario(
            plugins,
            shelf,
            Kind.METRICS,
            new PluginConfigs.Limits(minutes, Duration.ofMillis(1), minutes, minutes, false))) {
      scenario.install(1);
      scenario.start();
      scenario.install(2);
      scenario.beforeStart(
          () -> {
            loading.countDown();
            LifecycleTest.awaitUninterruptibly(longEnough);
          });
      FutureTask<Reloading.Outcome> reload = reloading(scenario);
      assertTrue(loading.await(2, TimeUnit.MINUTES), "it was not loaded");
      scenario.stop();
      longEnough.countDown();
      assertStopped(reload, "is not started, as the server stops; ");
    }
  }

  /** What it still holds it may write down, also when the server is told to stop at this moment. */
  @Test
  void aPluginThatIsBeingClosedWhenTheServerStopsIsNotInterrupted() throws Exception {
    Path permission = shelf.resolve("permission");
    ReloadScenario.make(shelf, Kind.AUDIT, "loader");
    makeFourth(
        Kind.AUDIT,
        "thread.interrupt();",
        "context.metrics().counter(\"closing\").increment(); try { while (!"
            + exists(permission)
            + ") { Thread.onSpinWait(); if (Thread.interrupted()) {"
            + " throw new InterruptedException(); } } } catch (InterruptedException e) {"
            + " context.metrics().counter(\"interrupted\").increment(); }"
            + " thread.interrupt();");
    try (ReloadScenario scenario = new ReloadScenario(plugins, shelf, Kind.AUDIT)) {
      scenario.install(4);
      scenario.start();
      scenario.install(2);
      FutureTask<Reloading.Outcome> reload = reloading(scenario);
      while (scenario.count("closing") == 0 && !reload.isDone()) {
        Thread.onSpinWait();
      }
      Thread stopping = Thread.ofPlatform().daemon().start(scenario::stop);
      while (!WAITS.contains(stopping.getState())) {
        Thread.onSpinWait();
      }
      Files.createFile(permission);
      assertEquals(List.of(), reload.get().complaints());
      stopping.join();
      assertEquals(0, scenario.count("interrupted"));
    }
  }

  @Test
  void ofAPluginThatCannotBeStartedAgainNothingRemains() throws Exception {
    Path refusal = shelf.resolve("refusal");
    ReloadScenario.make(shelf, Kind.METRICS, "loader");
    makeFourth(
        Kind.METRICS,
        "thread.start();",
        "if ("
            + exists(refusal)
            + ") { throw new IllegalStateException(\"no\"); }"
            + " thread.start();");
    try (ReloadScenario scenario = new ReloadScenario(plugins, shelf, Kind.METRICS)) {
      scenario.install(4);
      scenario.start();
      assertEquals(List.of("gauge 4"), scenario.says());
      Files.createFile(refusal);
      scenario.install(3);
      PluginException failure = assertThrows(PluginException.class, scenario::reload);
      assertTrue(
          failure.getMessage().endsWith("be started again: the server runs without it"),
          failure::getMessage);
      assertEquals(List.of(), scenario.says());
    }
  }

  /** A version that has other code in the place of some. */
  private void makeFourth(Kind kind, String code, String instead) throws IOException {
    ReloadScenario.make(shelf, kind, "loader", 4, body -> body.replace(code, instead));
  }

  private static String exists(Path file) {
    return "java.nio.file.Files.exists(java.nio.file.Path.of(\"" + file + "\"))";
  }

  private static FutureTask<Reloading.Outcome> reloading(ReloadScenario scenario) {
    FutureTask<Reloading.Outcome> reload = new FutureTask<>(scenario::reload);
    Thread.ofPlatform().daemon().start(reload);
    return reload;
  }

  private static void assertStopped(FutureTask<Reloading.Outcome> reload, String why) {
    Throwable failure = assertThrows(ExecutionException.class, reload::get).getCause();
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains(why), message);
    assertTrue(message.endsWith("is not started again, as the server stops"), message);
  }

  @Test
  void whatIsNotThereAnyMoreIsNotLoaded() throws Exception {
    try (ReloadScenario scenario = scenario(Kind.AUDIT)) {
      scenario.install(1);
      scenario.start();
      Files.delete(plugins.resolve("audit-sample").resolve("plugin.properties"));
      PluginException failure = assertThrows(PluginException.class, scenario::reload);
      assertTrue(failure.getMessage().contains("cannot be read"), failure::getMessage);
      assertTrue(failure.getMessage().endsWith("runs as before"), failure::getMessage);
      assertEquals("gauge 1", scenario.says().getFirst());
    }
  }

  @Test
  void theCommandsShowPluginsAndLoadThemForThoseWhoMay() throws Exception {
    try (ReloadScenario scenario = scenario(Kind.AUDIT)) {
      scenario.install(1);
      scenario.start();
      String shown = String.valueOf(scenario.ask("plugins").get("plugins"));
      assertTrue(shown.contains("{spi=audit, id=sample, version=1, place="), shown);
      assertTrue(shown.contains("capabilities=[], reloadable=true, faults=0}"), shown);
      assertTrue(
          shown.contains(
              "{spi=storage, id=scripted, version=, place=here, capabilities=[], reloadable=false"));
      assertEquals(
          "This command is asked by [POST] only",
          scenario.ask("reload_plugin").get("error"),
          "never by a GET, which any page in a browser can send");
    }
  }

  private ReloadScenario scenario(Kind kind) throws IOException {
    ReloadScenario.make(shelf, kind, "loader");
    return new ReloadScenario(plugins, shelf, kind);
  }
}
