package io.vivarium.simulator;

import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.EmbeddedServer;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.tree.DataTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** A machine with a disk and a server on it, which runs, dies and is started again. */
final class Machine {
  static final int CLIENT_PORT = 2181;

  /** How fast clocks may go wrong, parts per million. */
  private static final int DRIFT_PPM = 20_000;

  private final int id;
  private final Configs configs;
  private final Network network;
  private final Disk disk;
  private final Oracle oracle;
  private final Trace trace;
  private final Software software;
  private final SplittableRandom chance;
  private @Nullable Life life;
  private @Nullable EmbeddedServer server;
  private int starts;
  private int place;
  private boolean active;
  private boolean leads;
  private long wallOffsetMs;

  /** Whether its disk is another than the one it began with: what it knew is lost. */
  private boolean replaced;

  /** Whether its disk has damaged bytes: the server may refuse to start on it. */
  private boolean rotten;

  /** How a machine's server is configured. */
  @FunctionalInterface
  interface Configs {
    /** The configuration of a server; {@code replaced} when it finds an empty disk in the place of the one it had. */
    ServerConfig of(int server, boolean replaced);
  }

  /**
   * Plugins that are put into every server.
   *
   * @param zab whether the engine speaks ZAB, which is listened to then
   */
  record Software(
      PluginProvider<? extends Consensus> consensus,
      List<? extends PluginProvider<? extends Authentication>> authentications,
      Metrics metrics,
      boolean zab) {}

  Machine(int id, Configs configs, Network network, Oracle oracle, Trace trace, Software software) {
    this.id = id;
    this.configs = configs;
    this.network = network;
    this.oracle = oracle;
    this.trace = trace;
    this.software = software;
    this.chance = network.scheduler().chance();
    this.disk = new Disk(network.scheduler().chance());
  }

  /** The line of a server in the configuration. */
  static String line(int server, String role) {
    return "server."
        + server
        + "="
        + Network.address(server).getHostAddress()
        + ":"
        + Network.QUORUM_PORT
        + ":3888:"
        + role
        + ";"
        + CLIENT_PORT;
  }

  int id() {
    return id;
  }

  Disk disk() {
    return disk;
  }

  boolean running() {
    return life != null;
  }

  @Nullable Life life() {
    return life;
  }

  DataTree tree() {
    return Objects.requireNonNull(server, "the server does not run").tree();
  }

  /** Where in the history the next txn that it delivers belongs. */
  int place() {
    return place;
  }

  void place(int next) {
    place = next;
  }

  /** Whether it has a role. */
  boolean active() {
    return active;
  }

  /** Whether it is the primary of an epoch, as far as it knows. */
  boolean leads() {
    return leads;
  }

  // ---- life and death

  /** Starts the server unless it runs. */
  void start() {
    if (life != null) {
      return;
    }
    Scheduler scheduler = network.scheduler();
    Life born =
        new Life(
            "s" + id + "." + ++starts,
            scheduler,
            chance.nextInt(-DRIFT_PPM, DRIFT_PPM + 1),
            wallOffsetMs,
            this::died);
    life = born;
    trace.tell("%s starts, its disk ends with %x", born, disk.lastZxid());
    try {
      run(born);
    } catch (Life.Crash crash) {
      trace.tell("%s died while it started", born);
    } catch (PluginException | IOException | RuntimeException e) {
      if (life == born) {
        died(born, FatalReason.UNEXPECTED, "it did not start: " + e, e);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(Life born) throws PluginException, IOException, InterruptedException {
    ServerConfig config = configs.of(id, replaced);
    SimulatedExecution execution =
        new SimulatedExecution(born, network.scheduler(), disk::forceNanos);
    Runnable meanwhile =
        () -> {
          if (active) {
            execution.meanwhile();
          }
        };
    SimulatedTransport transport = new SimulatedTransport(network, id, born);
    Consensus engine = software.consensus().create(context(config, born, software.consensus()));
    List<Authentication> authentications = new ArrayList<>();
    for (PluginProvider<? extends Authentication> provider : software.authentications()) {
      Authentication made = provider.create(context(config, born, provider));
      made.start();
      authentications.add(made);
    }
    engine.start();
    DiskStorage storage =
        new DiskStorage(disk, (name, value) -> oracle.writesNumber(this, name, value), meanwhile);
    EmbeddedServer built =
        new EmbeddedServer(
            config,
            new EmbeddedServer.Plugins(
                storage,
                authentications,
                transport,
                new ObservedConsensus(engine, disk, new Witness(meanwhile))),
            new EmbeddedServer.Surroundings(born, execution, network.scheduler().chance(), born));
    server = built;
    built.start();
    network.started(id);
  }

  private PluginContext context(ServerConfig config, Life born, PluginProvider<?> provider) {
    PluginConfig bound = config.pluginConfigs().bind(provider.configKeys());
    return new Context(bound, born, software.metrics());
  }

  /** The process is killed, or its machine loses power. */
  void kill(boolean silently) {
    Life current = life;
    if (current != null) {
      trace.tell("%s is killed%s", current, silently ? " silently" : "");
      end(current, silently);
    }
  }

  private void died(Life dead, FatalReason reason, String message, @Nullable Throwable cause) {
    if (dead != life) {
      return;
    }
    trace.tell("%s stops by itself (%s): %s", dead, reason, message);
    boolean expected =
        reason == FatalReason.STORAGE_WRITE
            || reason == FatalReason.DATA_DIRECTORY
            || (rotten && isDamage(cause));
    if (!expected) {
      oracle.violated("K6", dead + " stopped by itself: " + message + stack(cause));
    }
    end(dead, false);
  }

  private static boolean isDamage(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof StorageException) {
        return true;
      }
    }
    return false;
  }

  private static String stack(@Nullable Throwable cause) {
    StringBuilder text = new StringBuilder();
    for (Throwable at = cause; at != null; at = at.getCause()) {
      text.append("\n    ").append(at);
      for (StackTraceElement element : at.getStackTrace()) {
        text.append("\n        at ").append(element);
        if (element.getClassName().startsWith("io.vivarium.simulator")) {
          break;
        }
      }
    }
    return text.toString();
  }

  private void end(Life dead, boolean silently) {
    dead.end();
    oracle.died(this);
    network.died(dead, silently);
    disk.crash();
    life = null;
    server = null;
    active = false;
    leads = false;
  }

  /** Bits flip on its disk. */
  void rot(boolean snapshot) {
    rotten |= disk.rot(snapshot);
  }

  /** Whether the server has met damaged bytes and does not run. */
  boolean brokenDown() {
    return rotten && life == null;
  }

  /** The operator replaces the disk, as the server's message says. */
  void replaceDisk() {
    kill(false);
    trace.tell("%s gets an empty disk", this);
    disk.replace();
    replaced = true;
    rotten = false;
  }

  /** The wall clock is set. */
  void jump(long byMs) {
    wallOffsetMs += byMs;
    if (life != null) {
      life.jump(byMs);
    }
  }

  @Override
  public String toString() {
    return life == null ? "s" + id : life.toString();
  }

  /** Tells the oracle what consensus does. */
  private final class Witness implements ObservedConsensus.Witness {
    private final Runnable meanwhile;

    Witness(Runnable meanwhile) {
      this.meanwhile = meanwhile;
    }

    @Override
    public void proposes(long zxid, java.nio.ByteBuffer bytes) {
      oracle.proposes(Machine.this, zxid, bytes);
    }

    @Override
    public void inForce(Membership membership) {
      trace.tell("%s has membership %x in force", Machine.this, membership.version());
      oracle.inForce(membership);
    }

    @Override
    public void meanwhile() {
      meanwhile.run();
    }

    @Override
    public void leads(long epoch) {
      active = true;
      leads = true;
      trace.tell("%s leads epoch %d from %x", Machine.this, epoch, tree().lastZxid());
      oracle.leads(Machine.this, epoch);
    }

    @Override
    public void follows(long epoch) {
      active = true;
      trace.tell("%s follows in epoch %d from %x", Machine.this, epoch, tree().lastZxid());
      oracle.follows(Machine.this);
    }

    @Override
    public void looks() {
      active = false;
      leads = false;
      trace.tell("%s has no role", Machine.this);
    }

    @Override
    public void delivered(long zxid, java.nio.ByteBuffer bytes) {
      if (active) {
        oracle.delivered(Machine.this, zxid, bytes);
      }
    }
  }

  private record Context(PluginConfig config, Life life, Metrics metrics) implements PluginContext {
    @Override
    public TimeSource time() {
      return life;
    }

    @Override
    public ThreadFactory threads() {
      return task -> {
        throw new UnsupportedOperationException("a simulated server has no threads");
      };
    }

    @Override
    public FatalErrors fatalErrors() {
      return life;
    }
  }
}
