package io.vivarium.kernel.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What waits for clients, counted over several I/O threads, and who goes when it is too much. */
class UnsentLedgerTest {
  private static final long LIMIT = 1_000_000;
  private static final int LITTLE = UnsentOutput.FREE;

  private final UnsentOutput all = new UnsentOutput(LIMIT);
  private final UnsentLedger ledger = new UnsentLedger(all);
  private long now = 50;

  /** A connection whose output and clock are the test's. */
  private final class Peer implements UnsentLedger.Holder {
    private final UnsentLedger.Share share;
    private long unsent;
    private long held;
    private long written;
    private long patience = Long.MAX_VALUE;
    private @Nullable String gone;

    Peer(UnsentLedger of) {
      share = of.share(this);
    }

    Peer writes(long bytes) {
      written += bytes;
      unsent += bytes;
      share.look();
      return this;
    }

    /** Nobody is told. */
    Peer takes(long bytes) {
      unsent -= Math.min(bytes, unsent);
      return this;
    }

    @Override
    public long unsentBytes() {
      return unsent;
    }

    @Override
    public long heldBytes() {
      return held;
    }

    @Override
    public long writtenBytes() {
      return written;
    }

    @Override
    public long nowNanos() {
      return now;
    }

    @Override
    public long patienceNanos() {
      return patience;
    }

    @Override
    public void giveUp(String reason) {
      unsent = 0;
      held = 0;
      gone = reason;
    }
  }

  private Peer peer() {
    now++;
    return new Peer(ledger);
  }

  @Test
  void whatIsLittleIsNotCounted() {
    peer().writes(LITTLE);
    assertEquals(0, all.bytes());
    assertEquals(0, ledger.size());
  }

  @Test
  void whatWaitsIsCountedUntilItIsTaken() {
    Peer peer = peer().writes(LITTLE + 1);
    assertEquals(LITTLE + 1, all.bytes());
    peer.writes(1_000);
    assertEquals(LITTLE + 1_001, all.bytes());
    peer.takes(Long.MAX_VALUE).share.look();
    assertEquals(0, all.bytes());
    assertEquals(0, ledger.size());
  }

  @Test
  void requestsThatAreHeldCountToo() {
    Peer peer = peer();
    peer.held = 60_000;
    peer.writes(10);
    assertEquals(60_010, all.bytes());
  }

  @Test
  void aConnectionThatEndsGivesEverythingBackOnce() {
    Peer peer = peer().writes(300_000);
    Peer other = peer().writes(100_000);
    peer.share.end();
    peer.share.end();
    peer.writes(50_000);
    assertEquals(100_000, all.bytes());
    other.share.end();
    assertEquals(0, all.bytes());
    assertEquals(0, ledger.size());
    assertEquals(0, all.connectionsClosed());
  }

  @Test
  void roomIsScarceFromHalfOfTheLimitOn() {
    peer().writes(LIMIT / 2);
    assertFalse(all.scarce());
    peer().writes(LITTLE + 1);
    assertTrue(all.scarce());
    assertFalse(all.exceeded());
  }

  @Test
  void withoutALimitNothingIsTooMuch() {
    UnsentOutput any = new UnsentOutput(0);
    Peer peer = new Peer(new UnsentLedger(any)).writes(Long.MAX_VALUE / 4);
    assertFalse(any.scarce());
    assertNull(peer.gone);
  }

  @Test
  void beyondTheLimitThoseGoWhoseOutputHasWaitedLongest() {
    Peer first = peer().writes(200_000);
    Peer second = peer().writes(200_000);
    Peer third = peer().writes(200_000);
    Peer fourth = peer().writes(200_000);
    Peer fifth = peer().writes(200_000);
    assertNull(first.gone);
    Peer sixth = peer().writes(LITTLE + 1);
    assertTrue(first.gone != null && first.gone.contains("200000 bytes wait for it"), first.gone);
    for (Peer stays : List.of(second, third, fourth, fifth, sixth)) {
      assertNull(stays.gone);
    }
    assertEquals(800_000 + LITTLE + 1, all.bytes());
    assertEquals(1, all.connectionsClosed());
  }

  @Test
  void whoHasTakenWhatWaitedLongestStays() {
    Peer honest = peer().writes(200_000);
    Peer silent = peer().writes(200_000);
    now++;
    honest.takes(200_000).writes(200_000);
    peer().writes(200_000);
    peer().writes(200_000);
    honest.takes(1).writes(1);
    assertNull(honest.gone);
    peer().writes(240_000);
    assertTrue(silent.gone != null);
    assertNull(honest.gone);
  }

  /** One that takes a little now and then is no better than one that takes nothing. */
  @Test
  void whoTakesALittleNowAndThenGoesAsWell() {
    Peer dribbling = peer().writes(200_000);
    List<Peer> later = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      dribbling.takes(1_000).share.look();
      later.add(peer().writes(200_000));
    }
    dribbling.takes(1_000);
    later.add(peer().writes(200_000));
    assertTrue(dribbling.gone != null);
    for (Peer stays : later) {
      assertNull(stays.gone);
    }
  }

  @Test
  void whoAloneHasMoreThanAQuarterGoesFirst() {
    Peer old = peer().writes(200_000);
    Peer other = peer().writes(200_000);
    Peer greedy = peer().writes(700_000);
    assertTrue(greedy.gone != null);
    assertNull(old.gone);
    assertNull(other.gone);
    assertEquals(400_000, all.bytes());
  }

  @Test
  void theLastOfAThreadStaysWhenItIsOthersThatHaveTooMuch() {
    UnsentLedger elsewhere = new UnsentLedger(all);
    List<Peer> there = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      now++;
      there.add(new Peer(elsewhere).writes(190_000));
    }
    Peer here = peer().writes(100_000);
    assertNull(here.gone);
    there.getLast().share.look();
    assertTrue(there.getFirst().gone != null, "its thread makes room when it looks");
    assertFalse(all.exceeded());
    assertNull(here.gone);
  }

  @Test
  void whileRoomIsScarceOutputWaitsNoLongerThanItsClientIsPatient() {
    Peer silent = peer().writes(200_000);
    silent.patience = 1_000;
    now += 1_001;
    silent.share.look();
    assertNull(silent.gone, "there is room enough");
    Peer others = peer().writes(240_000);
    peer().writes(100_000);
    silent.share.look();
    assertTrue(silent.gone != null && silent.gone.contains("half of"), silent.gone);
    others.patience = 1_000;
    now += 900;
    others.takes(240_000).writes(240_000);
    now += 900;
    others.share.look();
    assertNull(others.gone, "what waits now is not that old");
  }

  @Test
  void whateverHappensTheSumIsRightAndNothingRemains() {
    Random random = new Random(4711);
    List<UnsentLedger> threads = List.of(ledger, new UnsentLedger(all), new UnsentLedger(all));
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      peers.add(new Peer(threads.get(i % threads.size())));
    }
    for (int step = 0; step < 50_000; step++) {
      now += random.nextInt(3);
      Peer peer = peers.get(random.nextInt(peers.size()));
      switch (random.nextInt(6)) {
        case 0, 1 -> peer.writes(random.nextInt(60_000));
        case 2, 3 -> peer.takes(random.nextInt(80_000)).share.look();
        case 4 -> peer.held = random.nextBoolean() ? 0 : random.nextInt(20_000);
        default -> {
          if (random.nextInt(50) == 0 || peer.gone != null) {
            peer.share.end();
            peers.set(peers.indexOf(peer), new Peer(threads.get(step % threads.size())));
          }
        }
      }
      long sum = 0;
      for (Peer each : peers) {
        sum += each.share.bytes();
      }
      assertEquals(sum, all.bytes());
      assertTrue(sum <= LIMIT + LIMIT / 4 * threads.size());
    }
    assertTrue(all.connectionsClosed() > 0);
    peers.forEach(peer -> peer.share.end());
    assertEquals(0, all.bytes());
    threads.forEach(thread -> assertEquals(0, thread.size()));
  }
}
