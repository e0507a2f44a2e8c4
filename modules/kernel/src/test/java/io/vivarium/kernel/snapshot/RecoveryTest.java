package io.vivarium.kernel.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private static final TreeOptions OPTIONS = new TreeOptions(true, false, true, 7);
  private static final int FIELD_LIMIT = 1 << 20;

  private final HandMadeStorage storage = new HandMadeStorage();
  private final DataTree tree = new DataTree(OPTIONS);

  private Recovery.Recovered recover(TreeOptions options, boolean trustEmpty, boolean allowGaps)
      throws StorageException {
    return new Recovery(storage, options, new Recovery.Settings(FIELD_LIMIT, trustEmpty, allowGaps))
        .run();
  }

  private Recovery.Recovered recover() throws StorageException {
    return recover(OPTIONS, false, false);
  }

  private String refusal(TreeOptions options) {
    return assertThrows(StorageException.class, () -> recover(options, false, false)).getMessage();
  }

  private static Txn create(String path) {
    return new Txn.Create(OpCode.CREATE, path, new byte[] {1}, Acl.OPEN, false, -1, 0);
  }

  /** Applies a txn to the tree and logs it with the digest of the tree after it. */
  private void apply(long session, long zxid, Txn txn) throws StorageException {
    TxnHeader header = new TxnHeader(session, 1, zxid, 1000 + zxid);
    tree.apply(header, txn, ChangeListener.NONE);
    storage.log(header, txn, new TxnDigest(TxnDigest.VERSION, tree.digest()));
  }

  private void apply(long zxid, Txn txn) throws StorageException {
    apply(1, zxid, txn);
  }

  /** Logs a txn without applying it. */
  private void log(long zxid, Txn txn) throws StorageException {
    storage.log(new TxnHeader(1, 1, zxid, 1000), txn, null);
  }

  private long snapshot() throws Exception {
    return new TreeSnapshots(tree, storage.snapshots(), true, TimeSource.system()).write();
  }

  @Test
  void nothingOnDiskIsAnEmptyTree() throws Exception {
    Recovery.Recovered recovered = recover();
    assertEquals(-1, recovered.snapshotZxid());
    assertEquals(0, recovered.replayed());
    assertEquals(0, recovered.tree().lastZxid());
    assertNotNull(recovered.tree().find("/zookeeper/quota"));
  }

  @Test
  void theSnapshotAndTheLogAfterItMakeTheTree() throws Exception {
    apply(1, new Txn.CreateSession(5000));
    apply(2, create("/a"));
    assertEquals(2, snapshot());
    apply(3, create("/a/b"));
    apply(4, new Txn.SetData("/a", new byte[] {1, 2}, 1));
    Recovery.Recovered recovered = recover();
    assertEquals(2, recovered.snapshotZxid());
    assertEquals(2, recovered.replayed());
    assertEquals(0, recovered.digestMismatches());
    assertEquals(tree.version(), recovered.tree().version());
    assertEquals(5000, recovered.tree().sessions().get(1L));
    assertEquals(1, recovered.tree().find("/a").version());
  }

  @Test
  void aLogWithoutAnySnapshotIsRefusedUnlessItIsTrusted() throws Exception {
    apply(1, create("/a"));
    assertTrue(refusal(OPTIONS).contains("snapshot.trust.empty=true"), refusal(OPTIONS));
    Recovery.Recovered recovered = recover(OPTIONS, true, false);
    assertEquals(-1, recovered.snapshotZxid());
    assertNotNull(recovered.tree().find("/a"));
  }

  @Test
  void aGapIsRefusedWithBothZxidsNamed() throws Exception {
    snapshot();
    log(1, create("/a"));
    log(0x1f, create("/b"));
    String message = refusal(OPTIONS);
    assertTrue(message.contains("after zxid 0x1 comes 0x1f"), message);
    assertTrue(message.contains("recovery.allowLogGaps=true"), message);
    Recovery.Recovered recovered = recover(OPTIONS, false, true);
    assertNotNull(recovered.tree().find("/b"));
    assertEquals(0x1f, recovered.tree().lastZxid());
  }

  @Test
  void aGapBetweenSnapshotAndLogIsAGapToo() throws Exception {
    apply(1, create("/a"));
    snapshot();
    log(3, create("/b"));
    assertTrue(refusal(OPTIONS).contains("after zxid 0x1 comes 0x3"), refusal(OPTIONS));
  }

  @Test
  void aRepeatedZxidIsNoGap() throws Exception {
    snapshot();
    log(1, create("/a"));
    log(1, new Txn.Failed(-5));
    log(2, create("/b"));
    assertEquals(3, recover().replayed());
  }

  @Test
  void aNewEpochBeginsWithOneOrItIsAGap() throws Exception {
    snapshot();
    log(1, create("/a"));
    log(0x1_0000_0001L, create("/b"));
    log(0x5_0000_0001L, create("/c"));
    log(0x5_0000_0002L, create("/d"));
    assertEquals(4, recover().replayed());
    log(0x6_0000_0002L, create("/e"));
    assertTrue(refusal(OPTIONS).contains("0x600000002"), refusal(OPTIONS));
  }

  @Test
  void ttlNodesAreRefusedWhenExtendedTypesAreOff() throws Exception {
    apply(1, new Txn.Create(OpCode.CREATE_TTL, "/brief", null, Acl.OPEN, false, 1, 60_000));
    snapshot();
    TreeOptions off = new TreeOptions(false, false, true, 7);
    StorageException refused =
        assertThrows(StorageException.class, () -> recover(off, false, false));
    assertEquals(FatalReason.INVALID_INVOCATION, refused.reason());
    assertTrue(refused.getMessage().contains("/brief"), refused.getMessage());
    assertTrue(refused.getMessage().contains("extendedTypesEnabled=true"), refused.getMessage());
    assertNotNull(recover().tree().find("/brief"));
  }

  @Test
  void ttlNodesThatOnlyTheLogHoldsAreRefusedToo() throws Exception {
    snapshot();
    apply(1, new Txn.Create(OpCode.CREATE_TTL, "/brief", null, Acl.OPEN, false, 1, 60_000));
    assertTrue(refusal(new TreeOptions(false, false, true, 7)).contains("/brief"));
  }

  @Test
  void ephemeralsOfSessionsThatAreGoneAreRemoved() throws Exception {
    apply(5, 1, new Txn.CreateSession(5000));
    apply(5, 2, new Txn.Create(OpCode.CREATE, "/kept", null, Acl.OPEN, true, 1, 0));
    apply(9, 3, new Txn.Create(OpCode.CREATE, "/orphan", null, Acl.OPEN, true, 2, 0));
    snapshot();
    DataTree recovered = recover().tree();
    assertNotNull(recovered.find("/kept"));
    assertNull(recovered.find("/orphan"));
  }

  @Test
  void aDamagedNewestSnapshotIsPassedOverForTheOneBefore() throws Exception {
    snapshot();
    apply(1, create("/a"));
    apply(2, create("/b"));
    snapshot();
    apply(3, create("/c"));
    storage.damage(2, bytes -> Arrays.copyOf(bytes, bytes.length / 2));
    Recovery.Recovered recovered = recover();
    assertEquals(0, recovered.snapshotZxid());
    assertEquals(3, recovered.replayed());
    assertEquals(tree.version(), recovered.tree().version());
  }

  @Test
  void snapshotsNoneOfWhichCanBeReadAreNotTakenForAnEmptyDirectory() throws Exception {
    apply(1, create("/a"));
    snapshot();
    storage.damage(1, bytes -> new byte[3]);
    assertTrue(refusal(OPTIONS).contains("None of the 1 snapshots can be read"));
  }

  /** As after a state that another server sent: the older snapshot and the log tell of a time before it. */
  @Test
  void anOlderSnapshotStandsInOnlyWhenTheLogLeadsAsFar() throws Exception {
    snapshot();
    log(1, create("/a"));
    tree.apply(new TxnHeader(1, 1, 4, 1002), create("/b"), ChangeListener.NONE);
    storage.damage(snapshot());

    assertTrue(refusal(OPTIONS).contains("from snapshot 0x0 to zxid 0x4"), refusal(OPTIONS));
    assertEquals(1, recover(OPTIONS, false, true).tree().lastZxid());
    for (long zxid = 2; zxid <= 4; zxid++) {
      log(zxid, create("/n" + zxid));
    }
    assertEquals(4, recover().tree().lastZxid());
  }

  /** Behind the end of an epoch the next one follows, whatever is missing there: only the last txn of the snapshot shows it. */
  @Test
  void anOlderSnapshotStandsInOnlyWhenTheLogHasWhatTheNewerOneEndsWith() throws Exception {
    twoSnapshots(5);
    storage.damage(5, bytes -> new byte[0]);
    log(0x2_0000_0001L, create("/later"));

    assertTrue(refusal(OPTIONS).contains("from snapshot 0x1 to zxid 0x5"), refusal(OPTIONS));
    assertEquals(0x2_0000_0001L, recover(OPTIONS, false, true).tree().lastZxid());
  }

  @Test
  void anOlderSnapshotStandsInWhenAnotherEpochFollowsWhatTheNewerOneEndsWith() throws Exception {
    twoSnapshots(5);
    storage.damage(5, bytes -> new byte[0]);
    log(4, create("/4"));
    log(5, create("/5"));
    log(0x2_0000_0001L, create("/later"));

    Recovery.Recovered recovered = recover();
    assertEquals(1, recovered.snapshotZxid());
    assertEquals(0x2_0000_0001L, recovered.tree().lastZxid());
  }

  /** A leader of ZooKeeper names a snapshot so before the first write of its epoch. No txn has that number: that none is there tells nothing. */
  @Test
  void anOlderSnapshotStandsInForOneOfTheBeginningOfAnEpoch() throws Exception {
    twoSnapshots(0x2_0000_0000L);
    storage.damage(0x2_0000_0000L, bytes -> new byte[0]);
    assertTrue(refusal(OPTIONS).contains("to zxid 0x200000000"), refusal(OPTIONS));

    log(0x2_0000_0001L, create("/later"));
    assertEquals(0x2_0000_0001L, recover().tree().lastZxid());
  }

  /** A snapshot of txn 1 and one of a later zxid, and a log of txns 1 to 3. */
  private void twoSnapshots(long later) throws Exception {
    apply(1, create("/1"));
    snapshot();
    apply(2, create("/2"));
    apply(3, create("/3"));
    tree.startAt(later);
    assertEquals(later, snapshot());
  }

  /** Hostile or rotten bytes without any checksum: they are understood or refused, never tripped over. */
  @Test
  void whateverByteOfASnapshotIsWrongItIsReadOrPassedOver() throws Exception {
    snapshot();
    apply(5, 1, new Txn.CreateSession(5000));
    for (int i = 2; i < 30; i++) {
      apply(5, i, create("/n" + i));
    }
    apply(30, new Txn.SetAcl("/n2", Acl.READ_ONLY, 1));
    apply(5, 31, new Txn.Create(OpCode.CREATE, "/n3/e", null, Acl.OPEN, true, 1, 0));
    long zxid = snapshot();
    byte[] sound = storage.bytes(zxid);
    Random random = new Random(1);
    int passedOver = 0;
    for (int i = 0; i < 3000; i++) {
      int at = random.nextInt(sound.length);
      byte wrong = (byte) (sound[at] ^ (1 << random.nextInt(8)));
      storage.damage(
          zxid,
          bytes -> {
            bytes[at] = wrong;
            return bytes;
          });
      try {
        if (recover().snapshotZxid() == 0) {
          passedOver++;
        }
      } catch (StorageException e) {
        // Refused with a message is fine: for example a flipped owner may look like a TTL node.
        assertNotNull(e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError("byte " + at + " as " + wrong + " of " + sound.length, e);
      }
    }
    assertTrue(passedOver > 100, "only " + passedOver + " were passed over");
  }

  @Test
  void aDigestThatDiffersIsCountedAndDoesNotStopTheServer() throws Exception {
    snapshot();
    apply(1, create("/a"));
    TxnHeader header = new TxnHeader(1, 1, 2, 1002);
    tree.apply(header, create("/b"), ChangeListener.NONE);
    storage.log(header, create("/b"), new TxnDigest(TxnDigest.VERSION, tree.digest() + 1));
    apply(3, create("/c"));
    assertEquals(1, recover().digestMismatches());
  }

  @Test
  void aTxnThatCannotBeReadIsRefusedWithItsPlace() throws Exception {
    snapshot();
    log(1, create("/a"));
    byte[] bytes = new byte[40];
    bytes[31] = 99;
    bytes[19] = 2;
    storage.logBytes(2, bytes);
    String message = refusal(OPTIONS);
    assertTrue(message.contains("record 1 in memory") && message.contains("0x2"), message);
  }
}
