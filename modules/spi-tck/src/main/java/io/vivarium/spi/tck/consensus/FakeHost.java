package io.vivarium.spi.tck.consensus;

import io.vivarium.model.Request;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.MembershipKeeper;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.RoleChanges;
import io.vivarium.spi.consensus.SessionLiveness;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.tck.TckContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A kernel of one thread: the test's. It writes down what the engine does, keeps a log whose forcing the test decides, and watches
 * the rules that hold at any time: calls from inside calls only, on one thread, zxids ascending, nothing delivered that the log has
 * not, no delivery before the first role.
 */
final class FakeHost implements ConsensusHost, Delivery, RoleChanges, MembershipKeeper {
  /** How long a test waits for what must come, in seconds; only a broken engine makes it wait so long. */
  static final long PATIENCE_SECONDS = 20;

  private final Consensus engine;
  private final Thread pipeline = Thread.currentThread();
  private final List<String> events = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final Set<Proposal> proposed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Proposal> log = new ArrayList<>();
  private final Semaphore woken = new Semaphore(0);
  private final StateTransfer state;
  private final TckContext context;
  private final EngineResources resources;
  private final List<Thread> beside = new CopyOnWriteArrayList<>();

  private boolean inEngine;
  private boolean leading;
  private boolean hadRole;
  private long nextZxid;
  private long epoch;
  private long forced;
  private long delivered;
  private long lastTicket = Long.MIN_VALUE;

  FakeHost(Consensus engine, EnsembleSettings ensemble, StateTransfer state, TckContext context) {
    this.engine = engine;
    this.context = context;
    this.state = state;
    this.resources =
        new EngineResources(ensemble, new EmptyNetwork(), new Random(1), this::runBeside);
  }

  private void runBeside(Runnable task) {
    Thread thread = new Thread(task, "blocking");
    beside.add(thread);
    thread.start();
  }

  /** Waits until the tasks that the engine left beside the pipeline have ended, as they do soon after it was closed. */
  void awaitTasks() throws InterruptedException {
    for (Thread thread : beside) {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      if (thread.isAlive()) {
        violation("a task runs on after the engine was closed");
      }
    }
  }

  // ---- the kernel's side: calls to the engine

  void attach(RecoveredHistory history) {
    nextZxid = history.lastZxid() + 1;
    forced = history.lastZxid();
    delivered = history.lastZxid();
    call(() -> engine.attach(this, history));
  }

  /** Proposes bytes as the primary does; their zxid. */
  long propose(String txn) {
    long zxid = nextZxid++;
    ByteBuffer bytes = ByteBuffer.wrap(txn.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    Proposal proposal = new Proposal(zxid, bytes);
    proposed.add(proposal);
    call(() -> engine.propose(proposal));
    return zxid;
  }

  /** Asks the engine about a change that the next proposal would make. */
  MembershipChange reconfigure(Request.Reconfig request) {
    MembershipChange[] verdict = new MembershipChange[1];
    call(() -> verdict[0] = engine.reconfigure(request, nextZxid));
    return verdict[0];
  }

  long nextZxid() {
    return nextZxid;
  }

  void sync(long ticket) {
    call(() -> engine.sync(ticket));
  }

  /** Forces the log up to {@code zxid} and tells the engine. */
  void force(long zxid) {
    forced = zxid;
    call(() -> engine.persisted(zxid));
  }

  void poll() {
    call(() -> engine.poll(System.nanoTime()));
  }

  /** Polls, as the engine wishes, until something holds. */
  void pollUntil(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!holds.getAsBoolean()) {
      long now = System.nanoTime();
      long[] again = new long[1];
      call(() -> again[0] = engine.poll(now));
      if (holds.getAsBoolean()) {
        return;
      }
      // Without a thread, a timer or a wake-up nothing can come any more.
      boolean over =
          again[0] == Long.MAX_VALUE
              && woken.availablePermits() == 0
              && beside.stream().noneMatch(Thread::isAlive)
              && context.liveThreads().isEmpty();
      if (over || now > deadline) {
        throw new AssertionError(what + " did not happen; what did: " + events);
      }
      long wait = again[0] == Long.MAX_VALUE ? deadline - now : again[0] - now;
      try {
        if (woken.tryAcquire(Math.max(0, Math.min(wait, deadline - now)), TimeUnit.NANOSECONDS)) {
          woken.drainPermits();
        }
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while waiting for: " + what, e);
      }
    }
  }

  boolean leading() {
    return leading;
  }

  long epoch() {
    return epoch;
  }

  /** What the engine has done, as text, in order. */
  List<String> events() {
    return List.copyOf(events);
  }

  /** What it has done since the last time this was asked. */
  List<String> takeEvents() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  List<String> violations() {
    return violations;
  }

  /** The bytes of every proposal the engine wanted on disk, in order. */
  List<String> persistedTxns() {
    return log.stream().map(FakeHost::text).toList();
  }

  private void call(Runnable action) {
    inEngine = true;
    try {
      action.run();
    } finally {
      inEngine = false;
    }
  }

  // ---- the engine's side: what it is offered

  @Override
  public EngineResources resources() {
    return resources;
  }

  @Override
  public RoleChanges roles() {
    return this;
  }

  @Override
  public Delivery delivery() {
    return this;
  }

  @Override
  public StateTransfer state() {
    return state;
  }

  @Override
  public MembershipKeeper membership() {
    return this;
  }

  @Override
  public SessionLiveness sessions() {
    return new SessionLiveness() {
      @Override
      public void drainTouched(TouchedSession to) {
        check("drainTouched");
      }

      @Override
      public boolean touch(long sessionId, int timeout) {
        check("touch");
        return false;
      }

      @Override
      public boolean reattach(long sessionId, int timeout, long origin) {
        check("reattach");
        return false;
      }

      @Override
      public void revalidated(long sessionId, boolean valid) {
        violation("revalidated was called, and nobody asked");
      }
    };
  }

  @Override
  public void proposed(Membership membership) {
    check("proposed");
    events.add("membership proposed " + Long.toHexString(membership.version()));
  }

  @Override
  public void committed(Membership membership) {
    check("committed");
    events.add("membership committed " + Long.toHexString(membership.version()));
  }

  @Override
  public void show(Membership membership) {
    check("show");
  }

  @Override
  public void wake() {
    woken.release();
  }

  @Override
  public void lead(long newEpoch, long lastZxid) {
    check("lead");
    if (leading) {
      violation("lead was called on a server that leads already");
    }
    // An engine may begin an epoch of its own: its zxids follow the epoch's first number, which
    // names no txn.
    boolean newBegun =
        newEpoch > delivered >>> Integer.SIZE && lastZxid == newEpoch << Integer.SIZE;
    if (lastZxid != delivered && !newBegun) {
      violation("lead says 0x%x, but 0x%x was delivered last".formatted(lastZxid, delivered));
    }
    leading = true;
    hadRole = true;
    epoch = newEpoch;
    nextZxid = Math.max(lastZxid, newEpoch << 32) + 1;
    events.add("lead after " + Long.toHexString(newBegun ? delivered : lastZxid));
  }

  @Override
  public void follow(long newEpoch, long lastZxid) {
    check("follow");
    leading = false;
    hadRole = true;
    events.add("follow after " + Long.toHexString(lastZxid));
  }

  @Override
  public void look() {
    check("look");
    leading = false;
    events.add("look");
  }

  @Override
  public void serveReadOnly() {
    check("serveReadOnly");
    events.add("serve reads only");
  }

  @Override
  public void persist(Proposal proposal) {
    check("persist");
    long last = log.isEmpty() ? delivered : log.getLast().zxid();
    if (proposal.zxid() <= last) {
      violation("persist of 0x%x after 0x%x".formatted(proposal.zxid(), last));
    }
    log.add(proposal);
    events.add("persist " + text(proposal));
  }

  @Override
  public void deliver(Proposal proposal) {
    check("deliver");
    if (!hadRole) {
      violation("deliver of " + text(proposal) + " to a server that never had a role");
    }
    if (proposal.zxid() > forced) {
      violation("deliver of " + text(proposal) + " before the log has it");
    }
    if (proposal.zxid() <= delivered) {
      violation("deliver of 0x%x after 0x%x".formatted(proposal.zxid(), delivered));
    }
    if (!proposed.contains(proposal)) {
      violation("deliver of " + text(proposal) + ", which is not the proposal that was proposed");
    }
    if (proposal.txn().position() != 0) {
      violation("the buffer of " + text(proposal) + " was read from without duplicate()");
    }
    delivered = proposal.zxid();
    events.add("deliver " + text(proposal));
  }

  @Override
  public void submit(ForwardedRequest request) {
    check("submit");
    events.add("submit");
  }

  @Override
  public void synced(long ticket) {
    check("synced");
    if (ticket <= lastTicket) {
      violation("ticket " + ticket + " answered after " + lastTicket);
    }
    lastTicket = ticket;
    events.add("synced " + ticket);
  }

  private void check(String method) {
    if (!Thread.currentThread().equals(pipeline)) {
      violation(method + " was called on " + Thread.currentThread().getName());
    } else if (!inEngine) {
      violation(method + " was called outside a call to the engine");
    }
  }

  private void violation(String what) {
    violations.add(what);
  }

  private static String text(Proposal proposal) {
    return StandardCharsets.UTF_8.decode(proposal.txn().duplicate().rewind()).toString();
  }
}
