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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plugins of a running server are loaded anew; here by loaders, in {@link ModuleModeTest} by layers. */
@Tag("no-plugins")
class ReloadTest {
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
    ReloadScenario.make(
        shelf,
        Kind.METRICS,
        "loader",
        4,
        body -> body.replace("source) {}", "source) { throw new IllegalStateException(\"no\"); }"));
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
    ReloadScenario.make(
        shelf,
        Kind.METRICS,
        "loader",
        4,
        body ->
            body.replace(
                "thread.start();",
                "try { Thread.sleep(Long.MAX_VALUE); }"
                    + " catch (InterruptedException e) { throw new IllegalStateException(e); }"));
    try (ReloadScenario scenario = scenario(Kind.METRICS)) {
      scenario.install(1);
      scenario.start();
      scenario.install(4);
      CountDownLatch loading = new CountDownLatch(1);
      scenario.beforeStart(loading::countDown);
      FutureTask<Reloading.Outcome> reload = reloading(scenario);
      loading.await();
      scenario.stop();
      assertStopped(reload, "did not start: the server was told to stop meanwhile");
    }
  }

  /** What the interrupt does not reach is left behind, and what comes of it is not used any more. */
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
      loading.await();
      scenario.stop();
      longEnough.countDown();
      assertStopped(reload, "started when the server was stopping");
    }
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
