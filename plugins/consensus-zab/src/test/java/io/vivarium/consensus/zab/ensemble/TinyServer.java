package io.vivarium.consensus.zab.ensemble;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.MembershipKeeper;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.RoleChanges;
import io.vivarium.spi.consensus.SessionLiveness;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageProvider;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The least server around the engine: a thread, a log that is forced after each batch, a {@link TinyState}. What it writes survives it
 * under its number and the name of its ensemble.
 */
final class TinyServer
    implements ConsensusHost, Delivery, RoleChanges, SessionLiveness, MembershipKeeper {
  private static final int SET_DATA = 5;

  private final TckContext context;
  private final long id;
  private final Runnable changed;
  private final Storage storage;
  private final Transport network;
  private final TinyState state;
  private final Consensus engine;
  private final EngineResources resources;
  private final BlockingQueue<Runnable> inputs = new LinkedBlockingQueue<>();
  private final Thread pipeline;
  private final Map<Integer, CompletableFuture<Long>> writes = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<Long>> syncs = new ConcurrentHashMap<>();
  private final List<String> roles = new ArrayList<>();
  private final List<Long> touched = new ArrayList<>();
  private final Map<Long, CompletableFuture<Boolean>> revalidations = new ConcurrentHashMap<>();

  private volatile boolean running = true;
  private volatile boolean leading;
  private volatile boolean serving;
  private long nextZxid;
  private long logged;
  private long reported = -1;
  private int nextCxid;
  private long nextTicket;

  /**
   * A server that runs.
   *
   * @param changed called when something has happened that can be seen from outside
   */
  TinyServer(
      String ensemble, EnsembleSettings settings, Map<String, String> config, Runnable changed)
      throws Exception {
    this.changed = changed;
    id = settings.serverId();
    Map<String, String> values = new HashMap<>(config);
    values.put("memory.place", ensemble + "-" + id);
    context = new TckContext(values);
    storage = provider(StorageProvider.class).create(context);
    storage.start();
    network = provider(TransportProvider.class).create(context);
    network.start();
    state = new TinyState(storage, this::installed);
    state.recover();
    engine = provider(ConsensusProvider.class).create(context);
    engine.start();
    resources =
        new EngineResources(
            settings, network, new Random(id), task -> context.threads().newThread(task).start());
    pipeline = context.threads().newThread(this::run);
    pipeline.setName("server-" + id);
    pipeline.start();
  }

  private static <T> T provider(Class<T> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }

  // ---- what tests do

  long id() {
    return id;
  }

  boolean leading() {
    return leading && serving;
  }

  boolean serving() {
    return serving;
  }

  ConsensusStatus status() {
    return engine.status();
  }

  List<String> bodies() {
    return state.bodies();
  }

  List<Long> zxids() {
    return state.zxids();
  }

  /** Roles so far. */
  List<String> history() {
    synchronized (roles) {
      return List.copyOf(roles);
    }
  }

  List<String> fatalErrors() {
    return context.fatalErrorsReported();
  }

  List<Thread> liveThreads() {
    return context.liveThreads();
  }

  /** Writes a text through this server; the zxid, or a failure when the server lost its role meanwhile. */
  CompletableFuture<Long> write(String body) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    inputs.add(
        () -> {
          if (!serving) {
            done.completeExceptionally(new IOException("server " + id + " has no role"));
            return;
          }
          int cxid = ++nextCxid;
          writes.put(cxid, done);
          if (leading) {
            propose(id, cxid, body);
          } else {
            ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
            engine.forward(new ForwardedRequest(id, cxid, SET_DATA, List.of(), bytes, 0));
          }
        });
    return done;
  }

  CompletableFuture<Long> sync() {
    CompletableFuture<Long> done = new CompletableFuture<>();
    inputs.add(
        () -> {
          long ticket = ++nextTicket;
          syncs.put(ticket, done);
          engine.sync(ticket);
        });
    return done;
  }

  CompletableFuture<Boolean> revalidate(long session) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    inputs.add(
        () -> {
          revalidations.put(session, done);
          engine.revalidate(session, 1000);
        });
    return done;
  }

  /** Writes a snapshot. */
  CompletableFuture<Void> snapshot() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    inputs.add(
        () -> {
          try {
            state.snapshot();
            done.complete(null);
          } catch (IOException e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  /** Ends like a process that is killed, but for its connections, which are closed in good order. */
  void stop() throws InterruptedException {
    running = false;
    inputs.add(TinyServer::nothing);
    pipeline.join();
    engine.close();
    network.close();
    storage.close();
    writes.values().forEach(write -> write.completeExceptionally(new IOException("stopped")));
  }

  // ---- the pipeline

  private void run() {
    try {
      engine.attach(this, new RecoveredHistory(state.appliedZxid(), newestSnapshot(), true));
      long due = System.nanoTime();
      while (running) {
        Runnable input = inputs.poll(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
        for (; input != null; input = inputs.poll()) {
          input.run();
        }
        long forced = force();
        if (forced != reported) {
          reported = forced;
          engine.persisted(forced);
        }
        due = engine.poll(System.nanoTime());
        if (due == Long.MAX_VALUE) {
          due = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      context.fatalErrors().stop(FatalReason.UNEXPECTED, "server " + id + ": " + e, e);
      changed.run();
    }
  }

  private void installed(long zxid) {
    logged = zxid;
    changed.run();
  }

  private long newestSnapshot() throws IOException {
    List<Long> snapshots = storage.snapshots().list();
    return snapshots.isEmpty() ? 0 : snapshots.getFirst();
  }

  private long force() throws IOException {
    storage.log().force();
    return logged;
  }

  /** What a thread that is only to be woken does. */
  private static void nothing() {}

  private void propose(long session, int cxid, String body) {
    engine.propose(TinyTxn.proposal(session, cxid, ++nextZxid, body));
  }

  // ---- what the engine is offered

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
  public SessionLiveness sessions() {
    return this;
  }

  @Override
  public MembershipKeeper membership() {
    return this;
  }

  @Override
  public void wake() {
    inputs.add(TinyServer::nothing);
  }

  @Override
  public void lead(long epoch, long lastZxid) {
    nextZxid = lastZxid;
    role(true, "leads " + epoch);
  }

  @Override
  public void follow(long epoch, long lastZxid) {
    role(false, "follows " + epoch);
  }

  @Override
  public void look() {
    serving = false;
    leading = false;
    writes.values().forEach(write -> write.completeExceptionally(new IOException("role lost")));
    writes.clear();
    synchronized (roles) {
      roles.add("looks");
    }
    changed.run();
  }

  @Override
  public void serveReadOnly() {
    throw new AssertionError("read-only mode is off");
  }

  private void role(boolean leads, String text) {
    leading = leads;
    serving = true;
    synchronized (roles) {
      roles.add(text);
    }
    changed.run();
  }

  @Override
  public void persist(Proposal proposal) {
    try {
      storage.log().append(proposal.zxid(), proposal.txn());
      logged = proposal.zxid();
      wake();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void deliver(Proposal proposal) {
    state.apply(proposal);
    changed.run();
    if (TinyTxn.session(proposal.txn()) == id) {
      CompletableFuture<Long> write = writes.remove(TinyTxn.cxid(proposal.txn()));
      if (write != null) {
        write.complete(proposal.zxid());
      }
    }
  }

  @Override
  public void submit(ForwardedRequest request) {
    String body = StandardCharsets.UTF_8.decode(request.body().duplicate()).toString();
    inputs.add(() -> propose(request.sessionId(), request.cxid(), body));
  }

  @Override
  public void synced(long ticket) {
    CompletableFuture<Long> sync = syncs.remove(ticket);
    if (sync != null) {
      sync.complete(state.appliedZxid());
    }
  }

  @Override
  public void drainTouched(TouchedSession to) {
    to.touched(id, 1000);
  }

  @Override
  public boolean touch(long sessionId, int timeout) {
    synchronized (touched) {
      touched.add(sessionId);
    }
    changed.run();
    return true;
  }

  /** Sessions that others have reported. */
  List<Long> touched() {
    synchronized (touched) {
      return List.copyOf(touched);
    }
  }

  @Override
  public boolean reattach(long sessionId, int timeout, long origin) {
    return sessionId % 2 == 0;
  }

  @Override
  public void revalidated(long sessionId, boolean valid) {
    CompletableFuture<Boolean> asked = revalidations.remove(sessionId);
    if (asked != null) {
      asked.complete(valid);
    }
  }

  @Override
  public void proposed(Membership membership) {}

  @Override
  public void committed(Membership membership) {}

  @Override
  public void show(Membership membership) {}
}
