package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DiskTest {
  private static final long A = 0x100000000L;

  private final Disk disk = new Disk(new SplittableRandom(1));
  private final DiskStorage storage = storage(disk);

  private static DiskStorage storage(Disk disk) {
    return new DiskStorage(disk, (_, _) -> {}, () -> {});
  }

  private static ByteBuffer bytes() {
    return ByteBuffer.wrap(new byte[] {1, 2, 3});
  }

  private static void append(Disk disk, long from, long to) {
    for (long zxid = from; zxid <= to; zxid++) {
      disk.append(A + zxid, bytes());
    }
  }

  private static void snapshot(DiskStorage storage, long zxid) throws StorageException {
    try (SnapshotWriter writer = storage.snapshots().create(zxid)) {
      writer.write(bytes());
      writer.seal();
      writer.commit();
    }
  }

  private static List<Long> read(DiskStorage storage) throws StorageException {
    List<Long> found = new ArrayList<>();
    try (TxnCursor cursor = storage.log().read(0)) {
      while (cursor.next()) {
        found.add(cursor.zxid() - A);
      }
    }
    return found;
  }

  @Test
  void whatWasForcedSurvivesAndOfTheRestABeginning() {
    Set<Integer> ends = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      Disk other = new Disk(new SplittableRandom(seed));
      append(other, 1, 3);
      other.force();
      append(other, 4, 6);
      assertFalse(other.holds(A + 4));
      other.crash();
      assertEquals(A + other.durable().size(), other.lastZxid());
      ends.add(other.durable().size());
    }
    assertEquals(Set.of(3, 4, 5, 6), ends);
  }

  @Test
  void aDiskThatLiesLosesWhatItSaidItHad() {
    disk.trouble(Disk.Trouble.LIES);
    append(disk, 1, 3);
    disk.force();
    assertFalse(disk.holds(A + 1));
  }

  @Test
  void aProcessThatDiesInAForceHasNotForced() {
    List<String> told = new ArrayList<>();
    append(disk, 1, 3);
    disk.dieInNextForce(() -> told.add("died"));
    assertThrows(Life.Crash.class, disk::force);
    assertEquals(List.of("died"), told);
    assertEquals(0, disk.lastZxid());
  }

  @Test
  void whoDiesInAWriteLeavesTheOldOrTheNew() {
    Set<Long> left = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      Disk other = new Disk(new SplittableRandom(seed));
      other.number("epoch", 1);
      other.dieInNextWrite(() -> {});
      assertThrows(Life.Crash.class, () -> other.number("epoch", 2));
      left.add(other.number("epoch").orElseThrow());
      other.number("epoch", 3);
    }
    assertEquals(Set.of(1L, 2L), left);
  }

  @Test
  void whoDiesLaterWritesBefore() {
    disk.dieInWrite(1, () -> {});
    disk.number("epoch", 1);
    assertThrows(Life.Crash.class, () -> disk.number("epoch", 2));
    assertTrue(disk.number("epoch").orElse(0) >= 1);
  }

  @Test
  void aMembershipThatIsInForceReplacesTheProposedOne() {
    Membership one = Membership.parse(Machine.line(1, "participant")).withVersion(5);
    disk.propose(one);
    assertEquals(one, disk.proposed());
    disk.commit(one);
    assertEquals(one, disk.committed());
    assertNull(disk.proposed());
    disk.propose(one.withVersion(7));
    disk.commit(one.withVersion(6));
    assertEquals(one.withVersion(7), disk.proposed());
  }

  @Test
  void aFullDiskTakesNothing() throws StorageException {
    disk.trouble(Disk.Trouble.FULL);
    assertThrows(StorageException.class, () -> storage.log().append(A + 1, bytes()));
    assertThrows(StorageException.class, () -> storage.number("epoch").write(1));
    assertThrows(StorageException.class, () -> snapshot(storage, A));
    disk.heal();
    assertThrows(StorageException.class, () -> storage.log().append(A + 1, bytes()), "broken");
    storage.number("epoch").write(1);
  }

  @Test
  void aForceThatFailedOnceHasFailedForEver() throws StorageException {
    storage.log().append(A + 1, bytes());
    disk.trouble(Disk.Trouble.FORCE_FAILS);
    assertThrows(StorageException.class, () -> storage.log().force());
    assertThrows(StorageException.class, () -> storage.log().force());
    assertEquals(0, disk.lastZxid());
  }

  @Test
  void aFlippedBitIsToldWhereItIsRead() throws StorageException {
    append(disk, 1, 5);
    disk.force();
    snapshot(storage, A + 2);
    assertTrue(disk.rot(false));
    assertThrows(StorageException.class, () -> read(storage));
    assertTrue(disk.rot(true));
    try (SnapshotReader reader = storage.snapshots().open(A + 2)) {
      reader.read(ByteBuffer.allocate(3));
      assertThrows(StorageException.class, reader::verifySeal);
    }
  }

  @Test
  void anEmptyDiskCannotRotAndAReplacedOneIsEmpty() {
    assertFalse(disk.rot(false));
    assertFalse(disk.rot(true));
    append(disk, 1, 5);
    disk.force();
    disk.number("epoch", 1);
    disk.replace();
    assertEquals(0, disk.lastZxid());
    assertTrue(disk.number("epoch").isEmpty());
  }

  @Test
  void truncationRemovesWhatComesAfter() throws StorageException {
    append(disk, 1, 5);
    assertEquals(A + 3, storage.log().truncate(A + 3));
    snapshot(storage, A + 3);
    snapshot(storage, A + 5);
    storage.snapshots().truncate(A + 4);
    assertEquals(List.of(1L, 2L, 3L), read(storage));
    assertEquals(List.of(A + 3), storage.snapshots().list());
  }

  @Test
  void whatOldSnapshotsAloneNeededIsRemovedWithThem() throws StorageException {
    for (long at = 0; at < 4; at++) {
      append(disk, 3 * at + 1, 3 * at + 3);
      storage.log().roll();
      snapshot(storage, A + 3 * at + 2);
    }
    storage.snapshots().retain(2);
    assertEquals(List.of(A + 11, A + 8), storage.snapshots().list());
    assertEquals(7L, read(storage).getFirst());
    assertNull(disk.gap(A + 12));
  }

  /** The check of I14 sees what is missing between the newest snapshot and the log. */
  @Test
  void gapsAreFound() throws StorageException {
    append(disk, 1, 3);
    disk.force();
    assertNull(disk.gap(A + 3));
    assertNotNull(disk.gap(A + 4), "the end is missing");
    snapshot(storage, A + 2);
    assertNull(disk.gap(A + 3));
    append(disk, 5, 6);
    disk.force();
    assertNotNull(disk.gap(A + 6), "4 is missing");
    snapshot(storage, A + 4);
    assertNull(disk.gap(A + 6));
    disk.append(2 * A + 2, bytes());
    disk.force();
    assertNotNull(disk.gap(2 * A + 2), "an epoch begins with 1");
  }
}
