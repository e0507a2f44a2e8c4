package io.vivarium.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The help of every command: what it says is a promise, and scripts depend on the names in it. */
final class HelpTest {
  private static final String TXNLOG =
      """
      Usage: vivarium txnlog [-h] COMMAND
      Looks into transaction logs, ours and ZooKeeper's, and writes corrected copies of them.
      A file is read from its beginning to its end and needs no more memory than its largest record.
        -h, --help   Show this help.
      Commands:
        show       Prints txns, one a line. Data is shown up to 64 bytes; with --output json whole, in
                     base64.
        verify     Reads every record, checks its checksum and that it can be decoded, and that zxids
                     follow each other.
        summarise  Tells what logs hold: how many txns of each kind and below which top-level znodes,
                     bytes, and rates.
        chop       Writes a copy of a log that ends with the txn of a zxid.
        repair     Writes a copy of a damaged log with all records before the damage.
        convert    Writes the txns of one or more logs into one log, without the room that files have
                     ahead of their records.

      Logs are the files log.<zxid> in version-2 of dataLogDir. A directory stands for all logs in it.
      They hold the data of znodes and digests of passwords: what is printed is as secret as they are.
      No command changes a file that is there.

      Exit codes: 0 done; 1 a file is damaged or cannot be read; 2 wrong arguments.
      """;

  private static final String TXNLOG_SHOW =
      """
      Usage: vivarium txnlog show [-h] [--from-time=TIME] [--from-zxid=ZXID] [--limit=N]
                                  [--output=FORMAT] [--path=PATH] [--session=ID] [--to-time=TIME]
                                  [--to-zxid=ZXID] [--op=OP[,OP...]]... FILE...
      Prints txns, one a line. Data is shown up to 64 bytes; with --output json whole, in base64.
            FILE...            Logs, or directories of logs.
            --from-time=TIME   Only txns from this time on, for example 2026-11-29T05:00:00Z.
            --from-zxid=ZXID   Only txns from this zxid on, 0x1a or decimal.
        -h, --help             Show this help.
            --limit=N          Print no more than so many.
            --op=OP[,OP...]    Only txns of these kinds: create, createTTL, createContainer, delete,
                                 setData, setACL, multi, reconfig, createSession, closeSession, error.
            --output=FORMAT    text for people (default) or json: one object a line.
            --path=PATH        Only txns that concern this znode or one below it.
            --session=ID       Only txns of this session.
            --to-time=TIME     Only txns up to this time.
            --to-zxid=ZXID     Only txns up to this zxid.

      Exit codes: 0 read to the end; 1 a file is damaged or cannot be read; 2 wrong arguments.

      Examples:
        vivarium txnlog show data/version-2/log.1
        vivarium txnlog show data --path /app --op create,delete --from-time 2026-11-29T05:00:00Z
        vivarium txnlog show data --session 0x100001020a30000 --output json
      """;

  private static final String TXNLOG_VERIFY =
      """
      Usage: vivarium txnlog verify [-h] [--output=FORMAT] FILE...
      Reads every record, checks its checksum and that it can be decoded, and that zxids follow each
      other.
      A last record that was not written to its end is no damage: a crash leaves that.
            FILE...           Logs, or directories of logs.
        -h, --help            Show this help.
            --output=FORMAT   text for people (default) or json: one object a line.

      Exit codes: 0 all is well; 1 damage, a gap, or a file that cannot be read; 2 wrong arguments.

      Examples:
        vivarium txnlog verify data
        vivarium txnlog verify data/version-2/log.1 --output json
      """;

  private static final String TXNLOG_SUMMARISE =
      """
      Usage: vivarium txnlog summarise [-h] [--from-time=TIME] [--from-zxid=ZXID] [--output=FORMAT]
                                       [--path=PATH] [--session=ID] [--to-time=TIME] [--to-zxid=ZXID]
                                       [--op=OP[,OP...]]... FILE...
      Tells what logs hold: how many txns of each kind and below which top-level znodes, bytes, and rates.
            FILE...            Logs, or directories of logs.
            --from-time=TIME   Only txns from this time on, for example 2026-11-29T05:00:00Z.
            --from-zxid=ZXID   Only txns from this zxid on, 0x1a or decimal.
        -h, --help             Show this help.
            --op=OP[,OP...]    Only txns of these kinds: create, createTTL, createContainer, delete,
                                 setData, setACL, multi, reconfig, createSession, closeSession, error.
            --output=FORMAT    text for people (default) or json: one object a line.
            --path=PATH        Only txns that concern this znode or one below it.
            --session=ID       Only txns of this session.
            --to-time=TIME     Only txns up to this time.
            --to-zxid=ZXID     Only txns up to this zxid.

      Exit codes: 0 read to the end; 1 a file is damaged or cannot be read; 2 wrong arguments.

      Example:
        vivarium txnlog summarise data --from-time 2026-11-29T05:00:00Z
      """;

  private static final String TXNLOG_CHOP =
      """
      Usage: vivarium txnlog chop [-h] [--out=FILE] -z=ZXID FILE
      Writes a copy of a log that ends with the txn of a zxid.
            FILE          The log.
        -h, --help        Show this help.
            --out=FILE    The copy; FILE.chopped<zxid> when not given.
        -z, --zxid=ZXID   The last txn to keep, 0x1a or decimal.

      Exit codes: 0 written; 1 no txn of that zxid, damage before it, or a file that cannot be read; 2
      wrong arguments.

      Example:
        vivarium txnlog chop data/version-2/log.1 --zxid 0x1a

      To go back with a data directory to an earlier txn use 'vivarium restore'.
      """;

  private static final String TXNLOG_REPAIR =
      """
      Usage: vivarium txnlog repair [-h] [--recompute] [--out=FILE] FILE
      Writes a copy of a damaged log with all records before the damage.
      What is behind it is lost with the copy. Where there is a backup, or an ensemble, prefer those.
            FILE          The log.
        -h, --help        Show this help.
            --out=FILE    The copy; FILE.fixed when not given.
            --recompute   Keep records whose checksum is wrong if they can be decoded, with a new
                            checksum.
                          What has changed in them stays changed and becomes the truth.

      Exit codes: 0 written; 1 a file cannot be read or written; 2 wrong arguments.

      Examples:
        vivarium txnlog repair data/version-2/log.1
        vivarium txnlog repair data/version-2/log.1 --recompute --out /tmp/log.1
      """;

  private static final String TXNLOG_CONVERT =
      """
      Usage: vivarium txnlog convert [-h] [--without-digests] [--from-time=TIME] [--from-zxid=ZXID]
                                     --out=FILE [--path=PATH] [--session=ID] [--to-time=TIME]
                                     [--to-zxid=ZXID] [--op=OP[,OP...]]... FILE...
      Writes the txns of one or more logs into one log, without the room that files have ahead of their
      records.
      Records in the forms of old versions are written in today's.
            FILE...             Logs, or directories of logs.
            --from-time=TIME    Only txns from this time on, for example 2026-11-29T05:00:00Z.
            --from-zxid=ZXID    Only txns from this zxid on, 0x1a or decimal.
        -h, --help              Show this help.
            --op=OP[,OP...]     Only txns of these kinds: create, createTTL, createContainer, delete,
                                  setData, setACL, multi, reconfig, createSession, closeSession, error.
            --out=FILE          The new log.
            --path=PATH         Only txns that concern this znode or one below it.
            --session=ID        Only txns of this session.
            --to-time=TIME      Only txns up to this time.
            --to-zxid=ZXID      Only txns up to this zxid.
            --without-digests   Leave out the digests of the tree, as servers do with digest.
                                  enabled=false.

      Exit codes: 0 written; 1 damage, or a file that cannot be read or written; 2 wrong arguments.

      Examples:
        vivarium txnlog convert data/version-2/log.1 data/version-2/log.d --out log.1
        vivarium txnlog convert data/version-2/log.1 --without-digests --out log.1
      """;

  private static final String SNAPSHOT =
      """
      Usage: vivarium snapshot [-h] COMMAND
      Looks into snapshots, ours and ZooKeeper's, plain, gzip or snappy by the suffix of their names.
      A file is read from its beginning to its end; the tree is never held in memory.
        -h, --help   Show this help.
      Commands:
        show       Prints znodes in the order of the file, one a line. Data is shown up to 64 bytes; with
                     --output json whole, in base64.
        verify     Reads snapshots to their last byte, checks every seal, and computes the digest of the
                     tree anew.
        compare    Tells which znodes differ between two snapshots, of one server or of two: data,
                     versions, ACLs, owners.
        summarise  Tells what a snapshot holds: znodes by kind, bytes, sessions, the largest data and the
                     most children.
        convert    Writes a snapshot compressed another way. The file is verified first; its contents
                     stay the same byte for byte.

      Snapshots are the files snapshot.<zxid> in version-2 of dataDir.
      They hold the data of znodes and digests of passwords: what is printed is as secret as they are.

      Exit codes: 0 done; 1 a file is damaged, differs or cannot be read; 2 wrong arguments.
      """;

  private static final String SNAPSHOT_SHOW =
      """
      Usage: vivarium snapshot show [-h] [--sessions] [--output=FORMAT] [--path=PATH] FILE
      Prints znodes in the order of the file, one a line. Data is shown up to 64 bytes; with --output
      json whole, in base64.
            FILE              The snapshot.
        -h, --help            Show this help.
            --output=FORMAT   text for people (default) or json: one object a line.
            --path=PATH       Only this znode and those below it.
            --sessions        Print the sessions instead of the znodes.

      Exit codes: 0 read to the end; 1 the file is damaged or cannot be read; 2 wrong arguments.

      Examples:
        vivarium snapshot show data/version-2/snapshot.19
        vivarium snapshot show data/version-2/snapshot.19.gz --path /app --output json
        vivarium snapshot show data/version-2/snapshot.19 --sessions
      """;

  private static final String SNAPSHOT_VERIFY =
      """
      Usage: vivarium snapshot verify [-h] [--output=FORMAT] FILE...
      Reads snapshots to their last byte, checks every seal, and computes the digest of the tree anew.
      A snapshot that was written while txns went on holds effects of later ones: its digest belongs to a
      later zxid
      and is compared when the log is replayed ('vivarium backup verify --replay', or a start).
            FILE...           Snapshots.
        -h, --help            Show this help.
            --output=FORMAT   text for people (default) or json: one object a line.

      Exit codes: 0 all are sound; 1 one is not, or cannot be read; 2 wrong arguments.

      Example:
        vivarium snapshot verify data/version-2/snapshot.*
      """;

  private static final String SNAPSHOT_SUMMARISE =
      """
      Usage: vivarium snapshot summarise [-h] [--output=FORMAT] FILE
      Tells what a snapshot holds: znodes by kind, bytes, sessions, the largest data and the most
      children.
            FILE              The snapshot.
        -h, --help            Show this help.
            --output=FORMAT   text for people (default) or json: one object a line.

      Exit codes: 0 read to the end; 1 the file is damaged or cannot be read; 2 wrong arguments.

      Example:
        vivarium snapshot summarise data/version-2/snapshot.19
      """;

  private static final String SNAPSHOT_COMPARE =
      """
      Usage: vivarium snapshot compare [-h] [--output=FORMAT] LEFT RIGHT
      Tells which znodes differ between two snapshots, of one server or of two: data, versions, ACLs,
      owners.
            LEFT              A snapshot.
            RIGHT             Another one.
        -h, --help            Show this help.
            --output=FORMAT   text for people (default) or json: one object a line.

      Lines begin with - (only left), + (only right) or ~ (in both and different).
      Exit codes: 0 equal; 1 they differ, or one cannot be read; 2 wrong arguments.

      Example:
        vivarium snapshot compare a/version-2/snapshot.19 b/version-2/snapshot.19
      """;

  private static final String SNAPSHOT_CONVERT =
      """
      Usage: vivarium snapshot convert [-h] [--out=DIR] --to=METHOD FILE
      Writes a snapshot compressed another way. The file is verified first; its contents stay the same
      byte for byte.
            FILE          The snapshot.
        -h, --help        Show this help.
            --out=DIR     Where to put the copy; the directory of the snapshot when not given.
            --to=METHOD   none, gz or snappy: the values of snapshot.compression.method.

      Exit codes: 0 written; 1 the snapshot is damaged, or a file cannot be read or written; 2 wrong
      arguments.

      Examples:
        vivarium snapshot convert data/version-2/snapshot.19 --to gz
        vivarium snapshot convert data/version-2/snapshot.19.snappy --to none --out /tmp
      """;

  @Test
  void ofTxnlog() {
    Run run = Run.of("txnlog", "--help");

    assertEquals(TXNLOG, run.out());
  }

  @Test
  void ofTxnlogShow() {
    Run run = Run.of("txnlog", "show", "--help");

    assertEquals(TXNLOG_SHOW, run.out());
  }

  @Test
  void ofTxnlogVerify() {
    Run run = Run.of("txnlog", "verify", "--help");

    assertEquals(TXNLOG_VERIFY, run.out());
  }

  @Test
  void ofTxnlogSummarise() {
    Run run = Run.of("txnlog", "summarise", "--help");

    assertEquals(TXNLOG_SUMMARISE, run.out());
  }

  @Test
  void ofTxnlogChop() {
    Run run = Run.of("txnlog", "chop", "--help");

    assertEquals(TXNLOG_CHOP, run.out());
  }

  @Test
  void ofTxnlogRepair() {
    Run run = Run.of("txnlog", "repair", "--help");

    assertEquals(TXNLOG_REPAIR, run.out());
  }

  @Test
  void ofTxnlogConvert() {
    Run run = Run.of("txnlog", "convert", "--help");

    assertEquals(TXNLOG_CONVERT, run.out());
  }

  @Test
  void ofSnapshot() {
    Run run = Run.of("snapshot", "--help");

    assertEquals(SNAPSHOT, run.out());
  }

  @Test
  void ofSnapshotShow() {
    Run run = Run.of("snapshot", "show", "--help");

    assertEquals(SNAPSHOT_SHOW, run.out());
  }

  @Test
  void ofSnapshotVerify() {
    Run run = Run.of("snapshot", "verify", "--help");

    assertEquals(SNAPSHOT_VERIFY, run.out());
  }

  @Test
  void ofSnapshotSummarise() {
    Run run = Run.of("snapshot", "summarise", "--help");

    assertEquals(SNAPSHOT_SUMMARISE, run.out());
  }

  @Test
  void ofSnapshotCompare() {
    Run run = Run.of("snapshot", "compare", "--help");

    assertEquals(SNAPSHOT_COMPARE, run.out());
  }

  @Test
  void ofSnapshotConvert() {
    Run run = Run.of("snapshot", "convert", "--help");

    assertEquals(SNAPSHOT_CONVERT, run.out());
  }
}
