package io.vivarium.kernel.plugin;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a plugin under the host's care: whatever goes wrong in it is told with its name.
 *
 * @param <T> what the plugin is
 */
final class HostedPlugin<T extends Plugin> {
  /** How long threads of a plugin may take to end after it said that it is closed. */
  private static final long THREADS_MILLIS = 1_000;

  private final InstalledPlugin<T> installed;
  private final TrackedThreads threads;
  private final T instance;

  private HostedPlugin(InstalledPlugin<T> installed, TrackedThreads threads, T instance) {
    this.installed = installed;
    this.threads = threads;
    this.instance = instance;
  }

  /** Makes an instance that has not been started. */
  static <T extends Plugin> HostedPlugin<T> create(
      InstalledPlugin<T> installed, TrackedThreads threads, HostContext context)
      throws PluginException {
    try {
      T instance = withLoaderOf(installed.provider(), () -> installed.provider().create(context));
      return new HostedPlugin<>(installed, threads, instance);
    } catch (Throwable e) {
      throw named(installed, "cannot be created", e);
    }
  }

  /** The instance. */
  T instance() {
    return instance;
  }

  /** Where it comes from. */
  InstalledPlugin<T> installed() {
    return installed;
  }

  /** Hands something to the instance before it starts. */
  void hand(Handing<T> handing) throws PluginException {
    try {
      withLoaderOf(
          instance,
          () -> {
            handing.to(instance);
            return instance;
          });
    } catch (Throwable e) {
      throw named(installed, "did not take what it was handed", e);
    }
  }

  void start() throws PluginException {
    try {
      withLoaderOf(
          instance,
          () -> {
            instance.start();
            return instance;
          });
    } catch (Throwable e) {
      throw named(installed, "did not start", e);
    }
  }

  /**
   * Closes the plugin; goes on without it when that takes too long.
   *
   * @return what was not as it should be, as sentences; empty when all is well
   */
  List<String> stop(Duration atMost) throws InterruptedException {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread closing =
        Thread.ofPlatform()
            .daemon()
            .name("close-" + installed.name())
            .start(
                () -> {
                  try {
                    withLoaderOf(
                        instance,
                        () -> {
                          instance.close();
                          return instance;
                        });
                  } catch (Throwable e) {
                    failure.set(e);
                  }
                });
    closing.join(atMost);
    List<String> complaints = new ArrayList<>();
    if (closing.isAlive()) {
      complaints.add("did not close within " + atMost.toMillis() + " ms and is left behind");
    } else if (failure.get() != null) {
      complaints.add("failed when it was closed: " + failure.get());
    }
    List<Thread> running = threads.stillRunning(THREADS_MILLIS);
    if (!running.isEmpty()) {
      complaints.add(
          "left threads running: "
              + running.stream().map(Thread::getName).sorted().collect(Collectors.joining(", ")));
    }
    return complaints.stream()
        .map(complaint -> "plugin " + installed.description() + " " + complaint)
        .toList();
  }

  /** The same failure with the plugin's name before it. */
  private static PluginException named(InstalledPlugin<?> plugin, String what, Throwable e) {
    FatalReason reason =
        e instanceof PluginException known ? known.reason() : FatalReason.UNEXPECTED;
    String why = e instanceof PluginException ? String.valueOf(e.getMessage()) : e.toString();
    return new PluginException(
        reason, "plugin " + plugin.description() + " " + what + ": " + why, e);
  }

  /** Runs code of a plugin with its class loader as the thread's, which many libraries expect. */
  private static <R> R withLoaderOf(Object plugin, PluginCall<R> call) throws PluginException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(plugin.getClass().getClassLoader());
    try {
      return call.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** What is done with an instance. */
  @FunctionalInterface
  interface Handing<T> {
    void to(T instance) throws PluginException;
  }

  /** Code of a plugin. */
  @FunctionalInterface
  private interface PluginCall<R> {
    R run() throws PluginException;
  }
}
