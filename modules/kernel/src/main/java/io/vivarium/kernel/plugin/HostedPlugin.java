package io.vivarium.kernel.plugin;

import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * An instance of a plugin under the host's care: whatever goes wrong in it is told with its name, and nobody waits for it longer than the
 * limits say. One thread at a time, except where a method says otherwise.
 *
 * @param <T> what the plugin is
 */
final class HostedPlugin<T extends Plugin> {
  /** How long threads of a plugin may take to end after it said that it is closed. */
  private static final long THREADS_MILLIS = 1_000;

  private final InstalledPlugin<T> installed;
  private final Belongings belongings;
  private final Bounds bounds;
  private final T instance;
  private final AtomicBoolean stopped = new AtomicBoolean();

  /**
   * What the host keeps for a plugin.
   *
   * @param threads that it made
   * @param metrics that it registered
   * @param faults that it committed
   * @param alarm by which it stops the server
   */
  record Belongings(
      TrackedThreads threads, PluginMetrics metrics, PluginFaults faults, PluginAlarm alarm) {
    /** The plugin is gone: nothing of it is looked at, and nothing that it says counts. */
    void withdraw() {
      metrics.withdraw();
      alarm.turnOff();
    }
  }

  private HostedPlugin(
      InstalledPlugin<T> installed, Belongings belongings, Bounds bounds, T instance) {
    this.installed = installed;
    this.belongings = belongings;
    this.bounds = bounds;
    this.instance = instance;
  }

  /**
   * Makes an instance that has not been started.
   *
   * @throws BrokenPluginException when it throws what no plugin may, does not come back, or makes nothing
   * @throws PluginException when the plugin says why it cannot be made
   */
  static <T extends Plugin> HostedPlugin<T> create(
      InstalledPlugin<T> installed, Belongings belongings, HostContext context, Bounds bounds)
      throws PluginException {
    PluginCalls calls = new PluginCalls(installed, bounds);
    try {
      T instance =
          calls.make("create", "cannot be created", () -> installed.provider().create(context));
      return new HostedPlugin<>(installed, belongings, bounds, instance);
    } catch (PluginException e) {
      belongings.withdraw();
      throw e;
    }
  }

  /** The instance. Any thread. */
  T instance() {
    return instance;
  }

  /** Where it comes from. Any thread. */
  InstalledPlugin<T> installed() {
    return installed;
  }

  /** What it did wrong while it ran. Any thread. */
  PluginFaults faults() {
    return belongings.faults();
  }

  /** Hands something to the instance before it starts. Fails as {@link #create} does. */
  void hand(Handing<T> handing) throws PluginException {
    ask(
        "take",
        "did not take what it was handed",
        () -> {
          handing.to(instance);
          return true;
        });
  }

  /**
   * Asks the instance for something, which must not be null.
   *
   * @param thread in which it is asked: a verb
   * @param failing what to say when it fails
   */
  <R> R ask(String thread, String failing, BoundedCall.Code<R> question) throws PluginException {
    return new PluginCalls(installed, bounds).make(thread, failing, question);
  }

  /** Starts it. Fails as {@link #create} does. */
  void start() throws PluginException {
    ask(
        "start",
        "did not start",
        () -> {
          instance.start();
          return true;
        });
  }

  /**
   * Closes the plugin, once; goes on without it when that takes too long.
   *
   * @return what was not as it should be, as sentences; empty when all is well, or it was stopped before
   */
  List<String> stop() throws InterruptedException {
    if (stopped.getAndSet(true)) {
      return List.of();
    }
    try {
      return closed();
    } finally {
      belongings.withdraw();
    }
  }

  private List<String> closed() throws InterruptedException {
    List<String> complaints = new ArrayList<>();
    BoundedCall.Outcome<Boolean> outcome =
        bounds.stopping(
            "close-" + installed.name(),
            instance.getClass().getClassLoader(),
            () -> {
              instance.close();
              return true;
            });
    switch (outcome) {
      case BoundedCall.Outcome.Returned<Boolean> _ -> {}
      case BoundedCall.Outcome.Threw<Boolean>(var failure) ->
          complaints.add("failed when it was closed: " + failure);
      case BoundedCall.Outcome.Overdue<Boolean>(var where) ->
          complaints.add(
              "did not close within "
                  + bounds.limits().stop().toMillis()
                  + " ms and is left behind; it is at "
                  + Frames.first(where.toArray(StackTraceElement[]::new)));
    }
    List<Thread> strays =
        installed.layer().threads().stream()
            .filter(thread -> !thread.getName().equals("close-" + installed.name()))
            .toList();
    List<Thread> running = belongings.threads().stillRunning(THREADS_MILLIS, strays);
    if (!running.isEmpty()) {
      complaints.add(
          "left threads running: "
              + running.stream().map(Thread::getName).sorted().collect(Collectors.joining(", ")));
    }
    return complaints.stream()
        .map(complaint -> "plugin " + installed.description() + " " + complaint)
        .toList();
  }

  /** It runs on, unless it was stopped, after another that was to take its place did not start. Any thread. */
  void remain() {
    if (!stopped.get()) {
      belongings.metrics().reclaim();
    }
  }

  /** It is not used any more, and was never started. */
  void forget() {
    belongings.withdraw();
  }

  /** What is done with an instance. */
  @FunctionalInterface
  interface Handing<T> {
    void to(T instance) throws PluginException;
  }
}
