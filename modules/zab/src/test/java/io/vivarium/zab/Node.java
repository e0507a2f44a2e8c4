package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.zab.port.LearnerFigures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server in a {@link World}: a machine, its disk, its memory, and a kernel that does as little as it can. */
final class Node {
  /** What the kernel was told that this server is. */
  enum Kernel {
    NONE,
    LEADING,
    FOLLOWING,
    READ_ONLY
  }

  final World world;
  final Disk disk = new Disk();

  /** Tickets of syncs that were answered. */
  final Set<Long> answered = new HashSet<>();

  NavigableMap<Long, Proposal> memory = new TreeMap<>();
  Kernel kernel = Kernel.NONE;
  long epoch;
  long nextZxid;
  boolean accepting;
  @Nullable Membership committed;
  @Nullable Membership proposed;

  private final ZabSettings settings;
  private final Set<Long> gaveUp = new HashSet<>();
  private @Nullable ZabServer server;
  private int life;
  private long pollAt = Long.MAX_VALUE;
  private long ticket;
  private @Nullable String fatal;

  Node(World world, ZabSettings settings) {
    this.world = world;
    this.settings = settings;
  }

  // ---- life

  void start() {
    life++;
    memory = new TreeMap<>(disk.read().txns());
    kernel = Kernel.NONE;
    accepting = false;
    pollAt = Long.MAX_VALUE;
    NodePorts ports = new NodePorts(this);
    server =
        new ZabServer(
            settingsNow(),
            new ZabParts(
                new NodeKernel(this),
                ports,
                ports,
                ports,
                (reason, message, cause) -> fatal = message,
                LearnerFigures.NONE));
    note("starts at " + Zxid.text(disk.read().zxid()));
    input(machine -> machine.start(disk.recovered(), world.now));
  }

  private ZabSettings settingsNow() {
    EnsembleSettings told = settings.ensemble();
    EnsembleSettings ensemble =
        new EnsembleSettings(
            told.serverId(), membership(), proposed, told.timing(), told.options());
    return new ZabSettings(
        ensemble,
        settings.election(),
        settings.epochPatienceMs(),
        settings.backlogBytes(),
        settings.observerDelayMs(),
        settings.observerMasterBytes(),
        settings.shrinksToOne(),
        settings.defects());
  }

  void crash() {
    note("crashes");
    server = null;
    life++;
    kernel = Kernel.NONE;
    accepting = false;
    disk.crash(disk.unforced.isEmpty() ? 0 : world.random.nextInt(disk.unforced.size() + 1));
    world.crashed(this);
  }

  /** The kernel takes a snapshot, and forgets the log before it or keeps it. */
  void snapshot() {
    if (up() && disk.unforced.isEmpty() && !disk.changing && !memory.isEmpty()) {
      Disk.Tree state = new Disk.Tree(memory.lastKey(), memory);
      if (state.zxid() <= disk.read().zxid()) {
        disk.snapshots.put(state.zxid(), state);
        note("takes a snapshot at " + Zxid.text(state.zxid()));
      }
      if (world.random.nextBoolean()) {
        disk.log.headMap(disk.snapshots.firstKey(), true).clear();
      }
    }
  }

  boolean up() {
    return server != null;
  }

  long id() {
    return settings.ensemble().serverId();
  }

  void note(String what) {
    world.note("server " + id() + " " + what);
  }

  /** Gives an input, then polls, as a turn of the pipeline does. */
  void input(Consumer<ZabServer> input) {
    ZabServer machine = server;
    if (machine == null) {
      return;
    }
    input.accept(machine);
    if (server == machine) {
      schedule(machine.poll(world.now));
    }
    world.check(fatal == null, "server %d stopped: %s", id(), fatal);
  }

  /** The same after a while, unless the server has crashed meanwhile. */
  void later(long nanos, Runnable action) {
    int scheduled = life;
    world.after(
        nanos,
        () -> {
          if (life == scheduled) {
            action.run();
          }
        });
  }

  private void schedule(long due) {
    if (due < pollAt || pollAt <= world.now) {
      pollAt = due;
      later(
          Math.max(0, due - world.now),
          () -> {
            if (pollAt <= world.now) {
              pollAt = Long.MAX_VALUE;
              input(machine -> {});
            }
          });
    }
  }

  // ---- what tests look at

  /** The membership that this server would start with. */
  Membership membership() {
    return committed == null ? settings.ensemble().membership() : committed;
  }

  boolean leads() {
    return kernel == Kernel.LEADING;
  }

  boolean follows() {
    return kernel == Kernel.FOLLOWING;
  }

  ZabServer server() {
    if (server == null) {
      throw new IllegalStateException("server " + id() + " is down");
    }
    return server;
  }

  void giveUp(long link) {
    gaveUp.add(link);
  }

  boolean gaveUp(long link) {
    return gaveUp.contains(link);
  }

  // ---- the clients of this server

  /** Writes: proposes on the leader, forwards elsewhere; nothing without a role. */
  void write(String payload) {
    input(
        machine -> {
          if (leads()) {
            propose(Ensembles.txn(nextZxid, payload));
          } else if (follows()) {
            ByteBuffer body = ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8));
            machine.forward(new ForwardedRequest(1, 1, 5, List.of(), body, 0));
          }
        });
  }

  void propose(Proposal proposal) {
    nextZxid = proposal.zxid() + 1;
    world.proposes(proposal);
    server().propose(proposal, world.now);
  }

  /**
   * An operator brings a state: all that is committed, and a mark, which {@link World} takes for a proposal.
   *
   * @param outcomes gets the outcome: "done", or why not
   */
  void restore(long stateZxid, List<String> outcomes) {
    input(
        machine ->
            machine.restore(
                new Brought(stateZxid),
                failure -> outcomes.add(failure == null ? "done" : failure.getMessage()),
                world.now));
  }

  /** What somebody brought, before it has a place in the history. */
  private final class Brought implements StagedState {
    private final long zxid;

    Brought(long zxid) {
      this.zxid = zxid;
    }

    @Override
    public long zxid() {
      return zxid;
    }

    @Override
    public Disk.Tree as(long place) {
      Proposal mark = Ensembles.txn(place, "restored");
      world.proposes(mark);
      NavigableMap<Long, Proposal> txns = new TreeMap<>(memory);
      txns.put(place, mark);
      return new Disk.Tree(place, txns);
    }
  }

  /** Syncs; the ticket is in {@link #answered} when it is done. */
  long sync() {
    long asked = ++ticket;
    input(machine -> machine.sync(asked, world.now));
    return asked;
  }
}
