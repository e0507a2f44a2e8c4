package io.vivarium.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The help of the commands that keep data safe, and of those that watch and clean. */
final class BackupHelpTest {
  private static final String BACKUP =
      """
      Usage: vivarium backup [-h] [--verify] [--config=FILE] [--data-dir=DIR] [--data-log-dir=DIR]
                             [--keep=N] [--output=FORMAT] [--to=DIR] [COMMAND]
      Backs up a server's data into a directory, while the server runs or stands still: the newest sound
      snapshot and
      the logs up to the last whole txn. What an earlier backup in the directory has already is not
      written again. Until
      a backup is complete and on disk it does not exist; whatever ends it in the middle leaves the
      earlier ones as they were.
            --config=FILE        The server's zoo.cfg: dataDir and dataLogDir are taken from it.
            --data-dir=DIR       dataDir of the server, with version-2 in it.
            --data-log-dir=DIR   dataLogDir of the server; the same as --data-dir when not given.
        -h, --help               Show this help.
            --keep=N             Afterwards remove all but the newest N backups, and what only the others
                                   needed.
            --output=FORMAT      text for people (default) or json: one object a line.
            --to=DIR             The directory of the backups of this server; made where it is missing.
            --verify             Afterwards read everything back and compare it with its SHA-256.
                                 Before, what an earlier backup has, and write it again when damaged.
      Commands:
        list    Lists the backups of a directory, oldest first, and what each can be restored to.
        verify  Reads backups back and compares every file with its SHA-256.
        prune   Removes all but the newest backups, and what only they needed.

      A backup holds the data of znodes and digests of passwords: keep it as secret as the server's own
      directory.
      Exit codes: 0 done; 1 not done; 2 wrong arguments.

      Examples:
        vivarium backup --config conf/zoo.cfg --to /backups/zk --keep 14
        vivarium backup --data-dir /var/lib/zookeeper --to /backups/zk --verify
        vivarium backup list --to /backups/zk
      """;

  private static final String BACKUP_LIST =
      """
      Usage: vivarium backup list [-h] [--output=FORMAT] --to=DIR
      Lists the backups of a directory, oldest first, and what each can be restored to.
        -h, --help             Show this help.
            --output=FORMAT    text for people (default) or json: one object a line.
            --to, --from=DIR   The directory of the backups.

      Exit codes: 0 listed; 1 a manifest is damaged, or none can be read; 2 wrong arguments.
      """;

  private static final String BACKUP_VERIFY =
      """
      Usage: vivarium backup verify [-h] [--replay] [--backup=ID] [--output=FORMAT] --to=DIR
      Reads backups back and compares every file with its SHA-256.
      With --replay also restores the last state in memory and compares its digest with the log's.
            --backup=ID        Only this one; all of them when not given.
        -h, --help             Show this help.
            --output=FORMAT    text for people (default) or json: one object a line.
            --replay           Also replay the logs. Unpacks each backup into the directory for temporary
                                 files.
            --to, --from=DIR   The directory of the backups.

      Exit codes: 0 sound; 1 damaged, or cannot be read; 2 wrong arguments.

      Example:
        vivarium backup verify --to /backups/zk --replay
      """;

  private static final String BACKUP_PRUNE =
      """
      Usage: vivarium backup prune [-h] --keep=N --to=DIR
      Removes all but the newest backups, and what only they needed.
        -h, --help     Show this help.
            --keep=N   How many stay.
            --to=DIR   The directory of the backups.

      Nothing is removed while a manifest is damaged.
      Exit codes: 0 done; 1 not done; 2 wrong arguments.
      """;

  private static final String RESTORE =
      """
      Usage: vivarium restore [-h] [--drop-ephemerals] [--force] [--new-epoch[=N]] [--backup=ID]
                              [--config=FILE] [--data-dir=DIR] [--data-log-dir=DIR] --from=DIR
                              [--output=FORMAT] [--to-time=TIME] [--to-zxid=ZXID]
      Writes the state of a backup, or of any txn or time that the backups reach, into an empty data
      directory.
      The server must not run. The log is replayed as at a start, and the tree compared with the digests
      in log and
      snapshot; what differs is not restored.

      Sessions are restored with the tree: clients that come back in time go on with them, the others
      expire and their
      ephemerals vanish as always. With --drop-ephemerals they end at once.
            --backup=ID          The backup to restore from, as 'vivarium backup list' shows it; the
                                   newest that fits when not given.
            --config=FILE        The server's zoo.cfg: dataDir and dataLogDir are taken from it.
            --data-dir=DIR       dataDir of the server, with version-2 in it.
            --data-log-dir=DIR   dataLogDir of the server; the same as --data-dir when not given.
            --drop-ephemerals    End all sessions and remove their ephemerals, in a new epoch (implies
                                   --new-epoch).
            --force              If the data directory is not empty, move version-2 aside to version-2.
                                   before-restore-<time>, once what takes its place is written.
            --from=DIR           The directory of the backups.
        -h, --help               Show this help.
            --new-epoch[=N]      Count zxids on from a new epoch: one more than any in the backup, or N.
                                 Clients that have seen later txns than the restored one are refused
                                   without it. A server restored so wins over
                                 servers that have newer data: use it on all of an ensemble, or on none.
            --output=FORMAT      text for people (default) or json: one object a line.
            --to-time=TIME       Restore what was before the first txn later than this.
            --to-zxid=ZXID       The last txn to restore, 0x1a or decimal.

      An ensemble: stop all servers, and restore on each of them with the same options. See
      backup-and-restore.md.

      Exit codes: 0 restored and verified; 1 not restored; 2 wrong arguments; 3 restored, but log and
      snapshot have no
      digest to compare with.

      Examples:
        vivarium restore --from /backups/zk --data-dir /var/lib/zookeeper
        vivarium restore --from /backups/zk --config conf/zoo.cfg --to-zxid 0x1a2b --new-epoch
        vivarium restore --from /backups/zk --data-dir /tmp/look --to-time 2026-11-29T05:00:00Z
      """;

  private static final String PURGE =
      """
      Usage: vivarium purge [-h] [--config=FILE] [--data-dir=DIR] [--data-log-dir=DIR] [--keep=N]
                            [--output=FORMAT]
      Removes old snapshots, and the logs that only they needed; the server may run. Servers do it by
      themselves with
      autopurge.purgeInterval. Nothing is removed unless as many snapshots stay as asked for, and one of
      them is
      sound to its last byte.
            --config=FILE        The server's zoo.cfg: dataDir and dataLogDir are taken from it.
            --data-dir=DIR       dataDir of the server, with version-2 in it.
            --data-log-dir=DIR   dataLogDir of the server; the same as --data-dir when not given.
        -h, --help               Show this help.
            --keep=N             Snapshots to keep, at least 3 (default).
            --output=FORMAT      text for people (default) or json: one object a line.

      Exit codes: 0 done, or nothing to do; 1 not done, and it says which snapshots are bad; 2 wrong
      arguments.

      Example:
        vivarium purge --config conf/zoo.cfg --keep 5
      """;

  private static final String STATUS =
      """
      Usage: vivarium status [-h] [--tls-any-host] [--config=FILE] [--output=FORMAT] [--timeout=MS]
                             [--times=N] [--tls-key=FILE] [--tls-password-file=FILE] [--tls-trust=FILE]
                             [--watch=SECONDS] [--server=HOST:PORT[,HOST:PORT...]]...
      Shows a whole ensemble on one screen: role, zxid, connections, latency and version of each server,
      and whether they
      agree. Works with ZooKeeper's servers too. Asks the four-letter word srvr, which is always allowed,
      and mntr for
      some warnings more.
            --config=FILE      A zoo.cfg with server lines that end in their client ports. If these take
                                 TLS only, its own certificate is used, unless --tls-trust is given.
        -h, --help             Show this help.
            --output=FORMAT    text for people (default) or json: one object a line.
            --server=HOST:PORT[,HOST:PORT...]
                               The servers; port 2181 where none is given.
            --timeout=MS       How long a server may take to answer, 1 to 600000, default 3000.
            --times=N          With --watch: end after so many times, with the exit code of the last.
            --tls-any-host     Do not compare the names in certificates with the names of the servers.
            --tls-key=FILE     Key and certificate of this client: PEM with both, PKCS #12 or JKS.
            --tls-password-file=FILE
                               Password of the stores, on the first line.
            --tls-trust=FILE   Use TLS, and trust these authorities: PEM, PKCS #12 or JKS.
            --watch=SECONDS    Show it again and again.

      Exit codes: 0 all is well; 1 it serves, and something is wrong; 2 it does not serve: none that is
      asked has a leader;
      64 nobody was asked: wrong arguments, a configuration with errors, a file that cannot be read.

      Examples:
        vivarium status --server zk1:2181,zk2:2181,zk3:2181
        vivarium status --config conf/zoo.cfg --output json
        vivarium status --server zk1:2281 --tls-trust certs/ca.pem --tls-key certs/client-1.store.pem
      --watch 5
      """;

  @Test
  void ofBackup() {
    Run run = Run.of("backup", "--help");

    assertEquals(BACKUP, run.out());
  }

  @Test
  void ofBackupList() {
    Run run = Run.of("backup", "list", "--help");

    assertEquals(BACKUP_LIST, run.out());
  }

  @Test
  void ofBackupVerify() {
    Run run = Run.of("backup", "verify", "--help");

    assertEquals(BACKUP_VERIFY, run.out());
  }

  @Test
  void ofBackupPrune() {
    Run run = Run.of("backup", "prune", "--help");

    assertEquals(BACKUP_PRUNE, run.out());
  }

  @Test
  void ofRestore() {
    Run run = Run.of("restore", "--help");

    assertEquals(RESTORE, run.out());
  }

  @Test
  void ofPurge() {
    Run run = Run.of("purge", "--help");

    assertEquals(PURGE, run.out());
  }

  @Test
  void ofStatus() {
    Run run = Run.of("status", "--help");

    assertEquals(STATUS, run.out());
  }
}
