package io.vivarium.tools.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.tools.Run;
import org.junit.jupiter.api.Test;

/** What is said of directories that somebody damaged: what is wrong, where, and what to do. */
final class VerifiedFixturesTest {
  private static final String ALL_SNAPSHOTS_CORRUPT =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/all-snapshots-corrupt/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/all-snapshots-corrupt/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/all-snapshots-corrupt/version-2/log.1a: sound, 12 txns, zxid 0x1a to 0x25
      """;

  private static final String CORRUPT_LOG_BAD_MAGIC =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-bad-magic/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-bad-magic/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-bad-magic/version-2/log.1a: NOT SOUND, 0 txns
        ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-bad-magic/version-2/log.1a does not begin with the header of a log (ZKLG): it was damaged, or is no log
      """;

  private static final String CORRUPT_LOG_LAST_RECORD =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-last-record/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-last-record/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-last-record/version-2/log.1a: NOT SOUND, 11 txns, zxid 0x1a to 0x24
        Log ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-last-record/version-2/log.1a: the record at offset 1161 has checksum 0x55471265, expected 0x3f071225: it was written whole and has changed since. Records after zxid 0x24 cannot be trusted. In an ensemble: move this server's version-2 directories away and start it, it fetches the state from the others. Alone: restore a backup, or, to go on without the txns after that zxid: keep a copy of all files, remove later logs, snapshots with a larger zxid and ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-last-record/version-2/vivarium.forced, and cut this one with: truncate -s 1161 ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-last-record/version-2/log.1a
      """;

  private static final String CORRUPT_LOG_MIDDLE_NO_EOR =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-no-eor/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-no-eor/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-no-eor/version-2/log.1a: NOT SOUND, 6 txns, zxid 0x1a to 0x1f
        Log ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-no-eor/version-2/log.1a: no whole record at offset 664, but 5 at and behind offset 751: a crash does not leave that, the bytes in between have changed since they were written. Records after zxid 0x1f cannot be trusted. In an ensemble: move this server's version-2 directories away and start it, it fetches the state from the others. Alone: restore a backup, or, to go on without the txns after that zxid: keep a copy of all files, remove later logs, snapshots with a larger zxid and ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-no-eor/version-2/vivarium.forced, and cut this one with: truncate -s 664 ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-no-eor/version-2/log.1a
      """;

  private static final String CORRUPT_LOG_MIDDLE_RECORD =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-record/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-record/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-record/version-2/log.1a: NOT SOUND, 6 txns, zxid 0x1a to 0x1f
        Log ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-record/version-2/log.1a: the record at offset 664 has checksum 0xbdfe0d04, expected 0xaf7e0cc4: it was written whole and has changed since. Records after zxid 0x1f cannot be trusted. In an ensemble: move this server's version-2 directories away and start it, it fetches the state from the others. Alone: restore a backup, or, to go on without the txns after that zxid: keep a copy of all files, remove later logs, snapshots with a larger zxid and ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-record/version-2/vivarium.forced, and cut this one with: truncate -s 664 ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-log-middle-record/version-2/log.1a
      """;

  private static final String CORRUPT_SNAPSHOT_NEWEST =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-snapshot-newest/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-snapshot-newest/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/corrupt-snapshot-newest/version-2/log.1a: sound, 12 txns, zxid 0x1a to 0x25
      """;

  private static final String HEALTHY =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/healthy/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/healthy/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/healthy/version-2/log.1a: sound, 12 txns, zxid 0x1a to 0x25
      """;

  private static final String LOG_EMPTY_MIDDLE =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/log-empty-middle/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/log-empty-middle/version-2/log.d: NOT SOUND, 0 txns
        ../../plugins/storage-filelog/src/test/resources/recovery/log-empty-middle/version-2/log.d does not begin with the header of a log (ZKLG): it was damaged, or is no log
      ../../plugins/storage-filelog/src/test/resources/recovery/log-empty-middle/version-2/log.1a: NOT SOUND, 12 txns, zxid 0x1a to 0x25
        ../../plugins/storage-filelog/src/test/resources/recovery/log-empty-middle/version-2/log.1a: after zxid 0xc comes 0x1a at offset 16; the txns between are missing
      """;

  private static final String LOG_EMPTY_NEWEST =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/log-empty-newest/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/log-empty-newest/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/log-empty-newest/version-2/log.1a: sound, 12 txns, zxid 0x1a to 0x25
      ../../plugins/storage-filelog/src/test/resources/recovery/log-empty-newest/version-2/log.27: NOT SOUND, 0 txns
        ../../plugins/storage-filelog/src/test/resources/recovery/log-empty-newest/version-2/log.27 does not begin with the header of a log (ZKLG): it was damaged, or is no log
      """;

  private static final String LOG_HEADER_ONLY =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/log-header-only/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/log-header-only/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/log-header-only/version-2/log.1a: sound, 12 txns, zxid 0x1a to 0x25
      ../../plugins/storage-filelog/src/test/resources/recovery/log-header-only/version-2/log.27: sound, 0 txns
      """;

  private static final String MISSING_LOG_GAP =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/missing-log-gap/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/missing-log-gap/version-2/log.1a: NOT SOUND, 12 txns, zxid 0x1a to 0x25
        ../../plugins/storage-filelog/src/test/resources/recovery/missing-log-gap/version-2/log.1a: after zxid 0xc comes 0x1a at offset 16; the txns between are missing
      """;

  private static final String NO_SNAPSHOT_WITH_LOGS =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/no-snapshot-with-logs/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/no-snapshot-with-logs/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/no-snapshot-with-logs/version-2/log.1a: sound, 12 txns, zxid 0x1a to 0x25
      """;

  private static final String SNAPSHOT_CUT_AFTER_FIRST_SEAL =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/snapshot-cut-after-first-seal/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/snapshot-cut-after-first-seal/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/snapshot-cut-after-first-seal/version-2/log.1a: sound, 12 txns, zxid 0x1a to 0x25
      """;

  private static final String SNAPSHOT_NEWER_THAN_LOGS =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/snapshot-newer-than-logs/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      """;

  private static final String TORN_LOG_SHORT_FILE =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/torn-log-short-file/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/torn-log-short-file/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/torn-log-short-file/version-2/log.1a: sound, 11 txns, zxid 0x1a to 0x24, the last record was not written to its end
      """;

  private static final String TORN_LOG_ZEROED_TAIL =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/torn-log-zeroed-tail/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/torn-log-zeroed-tail/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/torn-log-zeroed-tail/version-2/log.1a: sound, 11 txns, zxid 0x1a to 0x24, the last record was not written to its end
      """;

  private static final String TRUNCATED_SNAPSHOT_NEWEST =
      """
      ../../plugins/storage-filelog/src/test/resources/recovery/truncated-snapshot-newest/version-2/log.1: sound, 12 txns, zxid 0x1 to 0xc
      ../../plugins/storage-filelog/src/test/resources/recovery/truncated-snapshot-newest/version-2/log.d: sound, 13 txns, zxid 0xd to 0x19
      ../../plugins/storage-filelog/src/test/resources/recovery/truncated-snapshot-newest/version-2/log.1a: sound, 12 txns, zxid 0x1a to 0x25
      """;

  @Test
  void allSnapshotsCorrupt() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/all-snapshots-corrupt"));

    assertEquals(ALL_SNAPSHOTS_CORRUPT, run.out());
  }

  @Test
  void corruptLogBadMagic() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/corrupt-log-bad-magic"));

    assertEquals(CORRUPT_LOG_BAD_MAGIC, run.out());
  }

  @Test
  void corruptLogLastRecord() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/corrupt-log-last-record"));

    assertEquals(CORRUPT_LOG_LAST_RECORD, run.out());
  }

  @Test
  void corruptLogMiddleNoEor() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/corrupt-log-middle-no-eor"));

    assertEquals(CORRUPT_LOG_MIDDLE_NO_EOR, run.out());
  }

  @Test
  void corruptLogMiddleRecord() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/corrupt-log-middle-record"));

    assertEquals(CORRUPT_LOG_MIDDLE_RECORD, run.out());
  }

  @Test
  void corruptSnapshotNewest() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/corrupt-snapshot-newest"));

    assertEquals(CORRUPT_SNAPSHOT_NEWEST, run.out());
  }

  @Test
  void healthy() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/healthy"));

    assertEquals(HEALTHY, run.out());
  }

  @Test
  void logEmptyMiddle() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/log-empty-middle"));

    assertEquals(LOG_EMPTY_MIDDLE, run.out());
  }

  @Test
  void logEmptyNewest() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/log-empty-newest"));

    assertEquals(LOG_EMPTY_NEWEST, run.out());
  }

  @Test
  void logHeaderOnly() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/log-header-only"));

    assertEquals(LOG_HEADER_ONLY, run.out());
  }

  @Test
  void missingLogGap() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/missing-log-gap"));

    assertEquals(MISSING_LOG_GAP, run.out());
  }

  @Test
  void noSnapshotWithLogs() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/no-snapshot-with-logs"));

    assertEquals(NO_SNAPSHOT_WITH_LOGS, run.out());
  }

  @Test
  void snapshotCutAfterFirstSeal() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/snapshot-cut-after-first-seal"));

    assertEquals(SNAPSHOT_CUT_AFTER_FIRST_SEAL, run.out());
  }

  @Test
  void snapshotNewerThanLogs() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/snapshot-newer-than-logs"));

    assertEquals(SNAPSHOT_NEWER_THAN_LOGS, run.out());
  }

  @Test
  void tornLogShortFile() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/torn-log-short-file"));

    assertEquals(TORN_LOG_SHORT_FILE, run.out());
  }

  @Test
  void tornLogZeroedTail() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/torn-log-zeroed-tail"));

    assertEquals(TORN_LOG_ZEROED_TAIL, run.out());
  }

  @Test
  void truncatedSnapshotNewest() {
    Run run = Run.of("txnlog", "verify", Run.fixture("recovery/truncated-snapshot-newest"));

    assertEquals(TRUNCATED_SNAPSHOT_NEWEST, run.out());
  }
}
