package io.vivarium.consensus.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.StorageProvider;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.zab.port.HistoryPart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The work beside the engine, over a log in memory; tasks run where they are left. */
class DiskWorkTest {
  /** As long as the header of a txn. */
  private static final int TXN_BYTES = 40;

  private static final long NEVER_HAD = 99;

  private Storage storage;
  private final List<String> outcomes = new ArrayList<>();
  private @Nullable HistoryPart part;
  private @Nullable IOException failure;

  @BeforeEach
  void openStorage() throws Exception {
    storage =
        ServiceLoader.load(StorageProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.id().equals("memory"))
            .findFirst()
            .orElseThrow()
            .create(new TckContext(Map.of()));
    storage.start();
  }

  @AfterEach
  void closeStorage() {
    storage.close();
  }

  @Test
  void theHistoryBeginsBehindTheLearnersZxidAndEndsWhereItWasAskedTo() throws Exception {
    log(1, 2, 3, 4, 5);
    assertEquals("after 2: 3 4", history(work(1), 2, 4));
  }

  @Test
  void theRecordThatALearnerMustGoBackToIsNamed() throws Exception {
    log(1, 2, 3, epoch(2) + 1);
    assertEquals("after 3: 200000001", history(work(1), 7, epoch(2) + 1), "7 never was");
  }

  @Test
  void aLogThatBeginsLaterSaysSo() throws Exception {
    log(5, 6);
    assertEquals("after ffffffffffffffff: 5 6", history(work(1), 3, 6));
  }

  @Test
  void theRecordBeforeIsNotLookedForInAnotherEpoch() throws Exception {
    log(1, 2, epoch(2) + 1);
    assertEquals("after ffffffffffffffff: 200000001", history(work(1), epoch(2), epoch(2) + 1));
  }

  @Test
  void aRecordThatWasLoggedTwiceIsGivenOnce() throws Exception {
    log(1, 2, 2, 3);
    assertEquals("after 1: 2 3", history(work(1), 1, 3));
  }

  @Test
  void moreThanTheShareOfASnapshotIsTooMuch() throws Exception {
    log(1, 2, 3, 4, 5);
    snapshot(4 * TXN_BYTES);
    assertEquals("after 3: 4 5", history(work(0.5), 3, 5));
    assertEquals("too much", history(work(0.5), 2, 5));
  }

  @Test
  void theBytesAreCopies() throws Exception {
    log(1, 2);
    history(work(1), 1, 2);
    assertNotNull(part);
    Proposal only = part.txns().getFirst();
    assertEquals(TXN_BYTES, only.txn().remaining());
    assertEquals(2, only.txn().getLong(12), "the zxid in the header");
  }

  @Test
  void aLogThatCannotBeReadIsNoHistory() {
    failure = new IOException("disk gone");
    assertEquals("too much", history(work(1), 1, 2));
  }

  @Test
  void theOutcomeOfGoingBackIsTold() {
    work(1).rewind(7);
    failure = new IOException("no such txn");
    work(1).rewind(8);
    failure = null;
    work(1).rewind(NEVER_HAD);
    assertEquals(List.of("rewound to 7", "not rewound: no such txn", "never had it"), outcomes);
  }

  @Test
  void theOutcomeOfSecuringIsTold() {
    work(1).secure();
    failure = new IOException("disk full");
    work(1).secure();
    assertEquals(List.of("secured", "not secured: disk full"), outcomes);
  }

  // ---- what the tests are made of

  private DiskWork work(double share) {
    return new DiskWork(new OverStorage(), share, Runnable::run, Runnable::run, new Noted());
  }

  private String history(DiskWork work, long after, long upTo) {
    part = null;
    work.readHistory(5, after, upTo);
    if (part == null) {
      return "too much";
    }
    StringBuilder text = new StringBuilder("after " + Long.toHexString(part.previousZxid()) + ":");
    part.txns().forEach(txn -> text.append(' ').append(Long.toHexString(txn.zxid())));
    return text.toString();
  }

  private static long epoch(int epoch) {
    return (long) epoch << 32;
  }

  private void log(long... zxids) throws StorageException {
    for (long zxid : zxids) {
      storage.log().append(zxid, ByteBuffer.allocate(TXN_BYTES).putLong(12, zxid));
    }
    storage.log().force();
  }

  private void snapshot(int bytes) throws StorageException {
    try (SnapshotWriter writer = storage.snapshots().create(1)) {
      writer.write(ByteBuffer.allocate(bytes));
      writer.commit();
    }
  }

  /** A state that is nothing but its storage. */
  private final class OverStorage implements StateTransfer {
    @Override
    public long appliedZxid() {
      return 0;
    }

    @Override
    public Storage storage() {
      if (failure != null) {
        throw new IllegalStateException(failure);
      }
      return storage;
    }

    @Override
    public long export(SnapshotWriter to) {
      throw new AssertionError("nobody asked for the state");
    }

    @Override
    public IncomingState receive(long zxid) {
      throw new AssertionError("nobody sent a state");
    }

    @Override
    public @Nullable StagedState rewind(long zxid) throws IOException {
      failWhenAsked();
      return zxid == NEVER_HAD ? null : new Rewound(zxid);
    }

    @Override
    public void install(StagedState state) {
      throw new AssertionError("installing is the core's business");
    }

    @Override
    public void secure() throws IOException {
      failWhenAsked();
    }

    private void failWhenAsked() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private final class Noted implements DiskWork.Outcomes {
    @Override
    public void rewound(@Nullable StagedState state, String why) {
      outcomes.add(state == null ? "not rewound: " + why : "rewound to " + state.zxid());
    }

    @Override
    public void neverHad() {
      outcomes.add("never had it");
    }

    @Override
    public void secured(@Nullable String why) {
      outcomes.add(why == null ? "secured" : "not secured: " + why);
    }

    @Override
    public void historyRead(long link, @Nullable HistoryPart read) {
      assertEquals(5, link);
      part = read;
    }
  }

  /** What remains. */
  private record Rewound(long zxid) implements StagedState {
    @Override
    public Rewound as(long other) {
      return new Rewound(other);
    }
  }
}
