package io.vivarium.kernel.plugin;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads plugins of a running server anew: from the directory where they lie now, with new classes, and with the settings that the server
 * was started with. One at a time; any thread.
 */
final class Reloading {
  private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

  private final PluginCatalog catalog;
  private final PluginMaker maker;
  private final Culprits culprits;
  private final List<Seat<?>> seats;

  /** Held while a plugin is loaded. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile boolean closed;

  /** The thread that loads one now. */
  private @Nullable Thread loading;

  /**
   * What came of it.
   *
   * @param before the plugin that ran
   * @param after the plugin that runs
   * @param complaints what was not as it should be when the former was stopped
   */
  record Outcome(String before, String after, List<String> complaints) {}

  /**
   * For one server.
   *
   * @param seats all plugins that run; others may add to it
   */
  Reloading(PluginCatalog catalog, PluginMaker maker, Culprits culprits, List<Seat<?>> seats) {
    this.catalog = catalog;
    this.maker = maker;
    this.culprits = culprits;
    this.seats = seats;
  }

  /**
   * Nothing is loaded any more. What is being loaded is interrupted, what is being stopped meanwhile is not; it is waited for as long as a
   * plugin may take to stop, twice: there may be two to stop.
   */
  void close() {
    closed = true;
    boolean interrupted = Thread.interrupted();
    try {
      interruptLoading();
      if (turn.tryLock(2 * maker.bounds().limits().stop().toMillis(), TimeUnit.MILLISECONDS)) {
        turn.unlock();
      } else {
        LOG.error("A plugin is still being loaded anew; the server stops all the same");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void interruptLoading() {
    if (loading != null) {
      loading.interrupt();
    }
  }

  private synchronized void loads(@Nullable Thread thread) {
    loading = thread;
    if (thread == null && closed) {
      // The interrupt was meant for what has ended now.
      boolean _ = Thread.interrupted();
    }
  }

  /**
   * Loads the plugin anew that sits there. When that fails the one before goes on; where two cannot run at the same time, another instance
   * of it is started.
   *
   * @throws PluginException with what is in the way, or went wrong, and what runs now
   */
  <T extends Plugin> Outcome reload(Seat<T> seat) throws PluginException {
    turn.lock();
    try {
      loads(Thread.currentThread());
      return reloadInTurn(seat);
    } finally {
      loads(null);
      turn.unlock();
    }
  }

  private <T extends Plugin> Outcome reloadInTurn(Seat<T> seat) throws PluginException {
    HostedPlugin<T> before = seat.plugin();
    Seat.Change<T> change = seat.change();
    if (closed || change == null) {
      throw refused(
          before.installed().name()
              + (closed
                  ? " is about to be stopped with the server"
                  : " cannot be loaded anew while the server runs: start the server anew"));
    }
    InstalledPlugin<T> fresh = load(before.installed());
    culprits.know(fresh);
    try {
      List<String> complaints = exchange(seat, change, maker.make(fresh));
      catalog.replace(before.installed(), fresh);
      culprits.forget(before.installed());
      LOG.info(
          "Loaded plugin {} in the place of {}",
          fresh.description(),
          before.installed().description());
      complaints.forEach(LOG::warn);
      return new Outcome(before.installed().description(), fresh.description(), complaints);
    } catch (PluginException e) {
      culprits.forget(fresh);
      seat.plugin().remain();
      throw e;
    }
  }

  private <T extends Plugin> InstalledPlugin<T> load(InstalledPlugin<T> before)
      throws PluginException {
    try {
      return catalog.again(before);
    } catch (PluginProblem e) {
      throw refused(e.getMessage() + "; " + before.description() + " runs as before");
    }
  }

  private <T extends Plugin> List<String> exchange(
      Seat<T> seat, Seat.Change<T> change, HostedPlugin<T> next) throws PluginException {
    HostedPlugin<T> before = seat.plugin();
    List<String> complaints = new ArrayList<>();
    boolean stopped = false;
    try {
      change.prepare(next);
      if (change.oneAtATime()) {
        stopped = true;
        complaints.addAll(stop(before));
      }
      if (closed) {
        throw refused(next.installed().description() + " is not started, as the server stops");
      }
      next.start();
      if (closed) {
        throw refused(next.installed().description() + " started when the server was stopping");
      }
      change.turnTo(next);
    } catch (PluginException e) {
      stop(next).forEach(LOG::warn);
      throw new PluginException(
          e.reason(), e.getMessage() + "; " + after(seat, change, stopped), e);
    }
    seat.take(next);
    if (!change.oneAtATime()) {
      complaints.addAll(stop(before));
    }
    return complaints;
  }

  /** No interrupt of ours meanwhile: one that closes has its time, to write down what it still holds. */
  private List<String> stop(HostedPlugin<?> plugin) {
    loads(null);
    try {
      return Lifecycle.stop(plugin);
    } finally {
      loads(Thread.currentThread());
    }
  }

  /**
   * What runs after a failure, in words.
   *
   * @param stopped whether the one before was stopped, so that it has to be started again
   */
  private <T extends Plugin> String after(Seat<T> seat, Seat.Change<T> change, boolean stopped) {
    InstalledPlugin<T> before = seat.plugin().installed();
    if (!stopped) {
      return before.description() + " runs as before";
    }
    if (closed) {
      return before.description() + " is not started again, as the server stops";
    }
    HostedPlugin<T> again = null;
    try {
      again = maker.make(before);
      change.prepare(again);
      seat.take(again);
      again.start();
      return before.description() + " was started again";
    } catch (PluginException e) {
      if (again != null) {
        stop(again).forEach(LOG::warn);
      }
      LOG.error("Nor could the plugin be started that ran before: {}", e.getMessage(), e);
      return "nor could " + before.description() + " be started again: the server runs without it";
    }
  }

  /**
   * The seat of a plugin that runs.
   *
   * @throws PluginException when there is none such
   */
  Seat<?> find(String spi, String id) throws PluginException {
    for (Seat<?> seat : seats) {
      InstalledPlugin<?> plugin = seat.plugin().installed();
      if (plugin.kind().name().equals(spi) && plugin.id().equals(id)) {
        return seat;
      }
    }
    throw refused(
        "no plugin "
            + spi
            + "="
            + id
            + " runs here; there are "
            + String.join(
                ", ", seats.stream().map(seat -> seat.plugin().installed().name()).toList()));
  }

  /** All that run, in the order of their start. */
  List<Seat<?>> seats() {
    return List.copyOf(seats);
  }

  private static PluginException refused(String why) {
    return new PluginException(FatalReason.INVALID_INVOCATION, why, null);
  }
}
