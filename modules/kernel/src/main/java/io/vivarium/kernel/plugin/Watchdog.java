package io.vivarium.kernel.plugin;

import io.vivarium.config.PluginConfigs;
import io.vivarium.kernel.execution.OwnThreads.Progress;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names plugins that keep threads of the server. A call that may be given up is interrupted ({@link CallWatch}). The threads that order
 * and log the writes cannot be given up: they are named, more and more seldom, and at last the server stops, as it serves nobody.
 *
 * <p>Time is what passed between two looks, as whoever looks tells it. One thread.
 */
final class Watchdog {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final PluginConfigs.Limits limits;
  private final CallWatch calls;
  private final Culprits culprits;
  private final Faults faults;
  private final Supplier<List<Progress>> agents;
  private final FatalErrors fatal;
  private final Map<Thread, Stuck> stuck = new HashMap<>();

  /** How long an agent has been in one turn, and when that is told next. */
  private static final class Stuck {
    private long turns = -1;
    private Duration time = Duration.ZERO;
    private Duration toldNext = Duration.ZERO;
  }

  /** Where the faults of a plugin are counted. */
  @FunctionalInterface
  interface Faults {
    /** Null for a plugin that is not in use any more. */
    @Nullable PluginFaults of(InstalledPlugin<?> plugin);
  }

  /**
   * Looks after these.
   *
   * @param agents the server's threads that take turns
   */
  Watchdog(
      PluginConfigs.Limits limits,
      CallWatch calls,
      Culprits culprits,
      Faults faults,
      Supplier<List<Progress>> agents,
      FatalErrors fatal) {
    this.limits = limits;
    this.calls = calls;
    this.culprits = culprits;
    this.faults = faults;
    this.agents = agents;
    this.fatal = fatal;
  }

  /** Looks once; so much time has passed since the last look. */
  void look(Duration passed) {
    calls.look(passed);
    for (Progress agent : agents.get()) {
      look(agent, passed);
    }
  }

  private void look(Progress agent, Duration passed) {
    Stuck state = stuck.computeIfAbsent(agent.thread(), thread -> new Stuck());
    if (agent.resting() || agent.turns() != state.turns) {
      state.turns = agent.turns();
      state.time = Duration.ZERO;
      state.toldNext = limits.call();
      return;
    }
    state.time = state.time.plus(passed);
    if (state.time.compareTo(state.toldNext) > 0) {
      state.toldNext = state.toldNext.multipliedBy(2);
      tell(agent.thread(), state.time);
    }
    boolean hangs = !limits.hang().isZero() && state.time.compareTo(limits.hang()) > 0;
    InstalledPlugin<?> plugin = hangs ? culprits.in(agent.thread().getStackTrace()) : null;
    if (plugin != null) {
      fatal.stop(
          FatalReason.UNEXPECTED,
          "plugin "
              + plugin.description()
              + " "
              + keeps(agent.thread(), state.time)
              + "; nobody is served meanwhile, so the server stops (plugin.hangTimeoutMs)",
          null);
    }
  }

  private void tell(Thread thread, Duration time) {
    InstalledPlugin<?> plugin = culprits.in(thread.getStackTrace());
    if (plugin == null) {
      return;
    }
    String what = keeps(thread, time) + "; whoever writes waits for it";
    PluginFaults its = faults.of(plugin);
    if (its == null) {
      LOG.error("plugin {} {}", plugin.description(), what);
    } else {
      its.did(what);
    }
  }

  private static String keeps(Thread thread, Duration time) {
    return "has kept the thread %s for %d ms, it is at %s"
        .formatted(thread.getName(), time.toMillis(), Frames.first(thread.getStackTrace()));
  }
}
