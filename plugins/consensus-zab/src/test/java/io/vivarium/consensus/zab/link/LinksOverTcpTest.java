package io.vivarium.consensus.zab.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import io.vivarium.zab.message.QuorumMessage;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two ends of a link in threads of their own, over the transport that is shipped. */
class LinksOverTcpTest {
  private static final long PATIENCE_SECONDS = 30;
  private static final QuorumMessage EPOCH =
      new QuorumMessage.LeaderInfo(1, QuorumMessage.LearnerInfo.PROTOCOL);

  private final TckContext context = new TckContext(Map.of());
  private Transport network;
  private Membership.Member server;
  private End leader;
  private End learner;

  @BeforeEach
  void connect() throws Exception {
    network = ServiceLoader.load(TransportProvider.class).findFirst().orElseThrow().create(context);
    network.start();
    server =
        new Membership.Member(
            1,
            List.of(new Membership.Address("127.0.0.1", freePort(), 1)),
            Membership.Role.PARTICIPANT,
            null);
    leader = new End(new StoredState(30_000_000));
    learner = new End(new StoredState(0));
    leader.inTurn(() -> leader.links.accept(server, 0));
    learner.inTurn(() -> learner.links.connect(server, 0, TimeUnit.SECONDS.toMillis(10)));
    assertEquals("accepted 1", leader.told());
    assertEquals("opened 1", learner.told());
  }

  @AfterEach
  void close() {
    leader.close();
    learner.close();
    network.close();
  }

  @Test
  void aLargeStateArrivesBetweenTheMessagesAroundIt() throws Exception {
    leader.inTurn(
        () -> {
          leader.links.send(1, EPOCH);
          leader.links.send(1, new QuorumMessage.Snap(9));
          leader.links.sendState(1);
          leader.links.send(1, new QuorumMessage.UpToDate());
        });
    assertEquals("1 " + EPOCH, learner.told());
    assertEquals("1 Snap[zxid=9]", learner.told());
    assertEquals("1 Staged[zxid=9, size=30000000]", learner.told());
    assertTrue(learner.arriving.get(), "told that the leader is not silent meanwhile");
    assertEquals("1 UpToDate[]", learner.told());
  }

  @Test
  void aLongStreamArrivesInOrderHoweverSlowTheEngineIs() throws Exception {
    int count = 5_000;
    for (int i = 0; i < count; i += 50) {
      long first = i;
      leader.inTurn(
          () -> {
            for (long zxid = first; zxid < first + 50; zxid++) {
              leader.links.send(1, new QuorumMessage.Propose(zxid, ByteBuffer.allocate(5000)));
            }
          });
    }
    for (int i = 0; i < count; i++) {
      String told = learner.told();
      assertTrue(told.startsWith("1 Propose[zxid=" + i + ","), told);
    }
  }

  @Test
  void theEndOfTheOtherIsTold() throws Exception {
    learner.inTurn(() -> learner.links.close(1, "done"));
    String told = leader.told();
    assertTrue(told.startsWith("closed 1: the connection was closed (/127.0.0.1:"), told);
  }

  private int freePort() throws Exception {
    try (Listener probe =
        network.listen(
            new Endpoint(Endpoint.Purpose.PEER, "127.0.0.1", 0, false, -1, false),
            connection -> null)) {
      return ((InetSocketAddress) probe.address()).getPort();
    }
  }

  /** One end with its engine's thread. */
  private final class End implements LinkEvents {
    private final BlockingQueue<Runnable> engine = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final QuorumConnections links;
    private final Thread thread = context.threads().newThread(this::run);
    private volatile boolean running = true;
    private final AtomicBoolean arriving = new AtomicBoolean();

    End(StoredState state) {
      links =
          new QuorumConnections(
              new LinkSettings(false, false, 100, 1 << 20, 1 << 20, PeerAuthentication.NONE, 1000),
              new QuorumConnections.Surroundings(
                  network,
                  state,
                  engine::add,
                  task -> context.threads().newThread(task).start(),
                  TimeSource.system()),
              this);
      thread.start();
    }

    void inTurn(Runnable action) {
      engine.add(action);
    }

    String told() throws InterruptedException {
      String next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return next == null ? "nothing" : next;
    }

    void close() {
      running = false;
      engine.add(() -> {});
      links.close();
    }

    private void run() {
      try {
        long due = Long.MAX_VALUE;
        while (running) {
          Runnable task = engine.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
          if (task != null) {
            task.run();
          }
          due = links.poll(System.nanoTime());
          links.flush();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void linkAccepted(long link) {
      told.add("accepted " + link);
    }

    @Override
    public void linkOpened(long link) {
      told.add("opened " + link);
    }

    @Override
    public void received(long link, QuorumMessage message) {
      told.add(link + " " + message);
    }

    @Override
    public void stateArriving(long link) {
      arriving.set(true);
    }

    @Override
    public void stateArrived(long link, StagedState state) {
      told.add(link + " " + state);
    }

    @Override
    public void linkClosed(long link, String reason) {
      told.add("closed " + link + ": " + reason);
    }

    @Override
    public void acceptFailed(String reason) {
      told.add("accept failed: " + reason);
    }
  }
}
