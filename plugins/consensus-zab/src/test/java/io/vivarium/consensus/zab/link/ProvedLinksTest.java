package io.vivarium.consensus.zab.link;

import static io.vivarium.consensus.zab.link.LinkServer.at;
import static io.vivarium.consensus.zab.link.LinkServer.settle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.zab.MemoryConnection;
import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.consensus.zab.SilentHandler;
import io.vivarium.consensus.zab.auth.Passwords;
import io.vivarium.spi.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Quorum links between servers that prove themselves. */
class ProvedLinksTest {
  private static final long PROOF_MS = 1000;

  private final MemoryNetwork network = new MemoryNetwork();
  private final AtomicLong nowNanos = new AtomicLong();
  private final TimeSource time =
      new TimeSource() {
        @Override
        public long monotonicNanos() {
          return nowNanos.get();
        }

        @Override
        public long wallMillis() {
          return 0;
        }
      };
  private final LinkServer leader = server(Passwords.RIGHT);

  private LinkServer server(String password) {
    return new LinkServer(
        network,
        new StoredState(0),
        new LinkSettings(
            false,
            false,
            100,
            1 << 20,
            1 << 20,
            Passwords.of(password, true, Runnable::run, time),
            PROOF_MS));
  }

  private void accept() {
    leader.links().accept(at("one:2888"), 0);
    settle(leader);
  }

  @Test
  void aLinkStandsWhenBothAreProved() {
    accept();
    LinkServer learner = server(Passwords.RIGHT);
    long link = learner.links().connect(at("one:2888"), 0, 1000);
    settle(leader, learner);
    assertEquals(List.of("opened " + link), learner.told());
    assertEquals(List.of("accepted 1"), leader.told());
  }

  @Test
  void aServerThatIsNotBelievedIsToldAndNotAccepted() {
    accept();
    LinkServer liar = server("guess");
    long link = liar.links().connect(at("one:2888"), 0, 60_000);
    settle(leader, liar);
    assertEquals(List.of(), leader.told());
    List<String> told = liar.told();
    assertEquals(1, told.size(), told::toString);
    assertTrue(told.getFirst().startsWith("closed " + link), told::toString);
    assertTrue(told.getFirst().contains("credentials"), told::toString);
  }

  @Test
  void whoProvesNothingIsNotWaitedForLong() {
    accept();
    MemoryConnection mute = network.dial("one", 2888, new SilentHandler());
    settle(leader);
    assertEquals(PROOF_MS, leader.dueMs());
    leader.pass(PROOF_MS - 1);
    settle(leader);
    assertTrue(mute.open());
    leader.pass(1);
    settle(leader);
    assertFalse(mute.open());
    assertEquals(-1, leader.dueMs());
    assertEquals(List.of(), leader.told());
  }

  @Test
  void onlySoManyMayBeUnproved() {
    accept();
    List<MemoryConnection> crowd = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      crowd.add(network.dial("one", 2888, new SilentHandler()));
    }
    settle(leader);
    assertEquals(256, crowd.stream().filter(MemoryConnection::open).count());
    crowd.forEach(MemoryConnection::close);
    settle(leader);
    // None of them proved itself, so that their address has to wait for some seconds.
    nowNanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
    LinkServer learner = server(Passwords.RIGHT);
    long link = learner.links().connect(at("one:2888"), 0, 1000);
    settle(leader, learner);
    assertEquals(List.of("opened " + link), learner.told(), "when they are gone there is room");
  }

  @Test
  void closingEndsProofsToo() {
    accept();
    MemoryConnection mute = network.dial("one", 2888, new SilentHandler());
    settle(leader);
    leader.links().close();
    settle(leader);
    assertFalse(mute.open());
  }
}
