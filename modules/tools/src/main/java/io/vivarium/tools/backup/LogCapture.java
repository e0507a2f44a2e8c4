package io.vivarium.tools.backup;

import io.vivarium.model.Zxid;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.storage.filelog.LogFile;
import io.vivarium.storage.filelog.NumberedFile;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes logs into a backup while a server may be writing the newest of them: whole records only, and of what an earlier backup has
 * already nothing again. One thread.
 */
final class LogCapture {
  /** Where the time of the proposer stands in a txn: behind session, cxid and zxid. */
  private static final int TIME_OFFSET = 20;

  private static final int CHUNK_BYTES = 64 * 1024;

  /** How often a place that looks damaged is read again before it is believed: the server may be writing just there. */
  private static final int LOOKS = 20;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Repository repository;
  private final boolean thorough;
  private final Progress progress;
  private final Manifest.Snapshot snapshot;
  private final @Nullable Manifest before;

  /** Where the backup before ends: txns are discarded from the end, so that who has this log as it was has those before it, too. */
  private final Manifest.@Nullable Log end;

  private long previous = -1;

  /** Up to where the backup before and what was taken since lead; −1 when there is none. */
  private long reached;

  private long lastTime;
  private OptionalLong timeOfExact = OptionalLong.empty();
  private boolean gap;
  private boolean joined;

  /**
   * A capture that has seen nothing.
   *
   * @param thorough whether bytes of the backup before are read before they are relied on
   * @param snapshot from which the logs shall lead on
   * @param before the backup before; null for none
   */
  LogCapture(
      Repository repository,
      boolean thorough,
      Progress progress,
      Manifest.Snapshot snapshot,
      @Nullable Manifest before) {
    this.repository = repository;
    this.thorough = thorough;
    this.progress = progress;
    this.snapshot = snapshot;
    this.before = before;
    this.end = end(before);
    this.reached = before == null ? -1 : before.lastZxid();
  }

  /** Zxid of the last txn seen; −1 when there was none. */
  long lastZxid() {
    return previous;
  }

  /** When the last txn was prepared. */
  long lastTime() {
    return lastTime;
  }

  /**
   * When the last txn was prepared whose effects may be in the snapshot, ms since 1970; when it was not seen, the one behind it, as it was
   * not later; empty when neither was.
   */
  OptionalLong timeOfExact() {
    return timeOfExact;
  }

  /** The backup before, when every txn behind it was taken; null when there is none. Every log was taken. */
  @Nullable String continued() {
    Manifest last = before;
    if (last == null) {
      return null;
    }
    // The logs may end before the snapshot: a learner was given a whole state.
    reach(snapshot.zxid());
    boolean led = end == null ? last.lastZxid() <= Math.max(previous, snapshot.zxid()) : joined;
    return led && !gap ? last.id() : null;
  }

  /** The log that the last txn of a backup is in; null when only its snapshot has that. */
  private static Manifest.@Nullable Log end(@Nullable Manifest manifest) {
    if (manifest == null) {
      return null;
    }
    return manifest.logs().stream()
        .filter(log -> log.lastZxid() == manifest.lastZxid())
        .reduce((_, later) -> later)
        .orElse(null);
  }

  private void reach(long zxid) {
    if (zxid > reached) {
      gap |= reached >= 0 && !follows(reached, zxid);
      reached = zxid;
    }
  }

  /** Takes one log. When that fails with a {@link StorageException} it is as if the log were not there. */
  Manifest.Log take(NumberedFile file) throws IOException {
    Manifest.Log known = logBefore(file);
    long last = -1;
    long length;
    long led = reached;
    try (LogFile log = LogFile.open(file.path(), CommonOptions.maxBuffer())) {
      while (nextOrEnd(log)) {
        follow(log);
        last = log.zxid();
      }
      length = log.nextOffset();
    } catch (StorageException e) {
      reached = led;
      throw e;
    }
    List<Piece> pieces = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      long kept = known == null ? 0 : sameAs(known, channel, length);
      if (known != null && kept > 0) {
        keep(known.pieces(), channel);
        pieces.addAll(known.pieces());
        joined |= known.equals(end);
      }
      if (length > kept) {
        pieces.add(repository.put(part(channel, kept, length - kept), progress));
      }
    }
    Path name = file.path().getFileName();
    return new Manifest.Log(String.valueOf(name), file.zxid(), last, pieces);
  }

  /** Writes again what the backup before had of a file and has lost. */
  private void keep(List<Piece> pieces, FileChannel channel) throws IOException {
    long at = 0;
    for (Piece piece : pieces) {
      if (!repository.has(piece, thorough)) {
        repository.put(part(channel, at, piece.length()), progress);
      }
      at += piece.length();
    }
  }

  /** Damage in a file that is being written may be a write that is half seen. */
  private static boolean nextOrEnd(LogFile log) throws StorageException {
    for (int look = 1; ; look++) {
      try {
        if (log.next()) {
          return true;
        }
        log.end();
        return false;
      } catch (StorageException damaged) {
        if (look == LOOKS) {
          throw damaged;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
        log.refresh();
      }
    }
  }

  /** What the backup before has of a log; null for nothing. */
  private Manifest.@Nullable Log logBefore(NumberedFile file) {
    Manifest last = before;
    if (last == null) {
      return null;
    }
    return last.logs().stream().filter(log -> log.zxid() == file.zxid()).findFirst().orElse(null);
  }

  private void follow(LogFile log) throws IOException {
    long zxid = log.zxid();
    if (zxid > snapshot.zxid()) {
      reach(snapshot.zxid());
      long from = Math.max(previous, snapshot.zxid());
      if (!follows(from, zxid)) {
        throw new IOException(
            log.path()
                + ": after zxid "
                + Zxid.text(from)
                + " comes "
                + Zxid.text(zxid)
                + ": txns are missing, and a backup of this would not be what was acknowledged");
      }
    }
    reach(zxid);
    previous = zxid;
    lastTime = log.payload().getLong(log.payload().position() + TIME_OFFSET);
    if (zxid == snapshot.from() || (zxid > snapshot.from() && timeOfExact.isEmpty())) {
      timeOfExact = OptionalLong.of(lastTime);
    }
  }

  /** Within an epoch zxids count up by one; ZooKeeper repeats one now and then. An epoch begins with 1. */
  static boolean follows(long before, long zxid) {
    return zxid == before + 1
        || zxid == before
        || (Zxid.epoch(zxid) > Zxid.epoch(before) && Zxid.counter(zxid) <= 1);
  }

  /** How many bytes a file begins with that a backup has of it: all of them, or none. */
  private static long sameAs(Manifest.Log before, FileChannel channel, long end)
      throws IOException {
    if (before.length() > end) {
      return 0;
    }
    long at = 0;
    for (Piece piece : before.pieces()) {
      if (!sha256(part(channel, at, piece.length())).equals(piece.sha256())) {
        return 0;
      }
      at += piece.length();
    }
    return at;
  }

  /** The SHA-256 of a stream. */
  static String sha256(InputStream from) throws IOException {
    MessageDigest sha = ManifestText.sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int count; (count = from.read(chunk)) >= 0; ) {
      sha.update(chunk, 0, count);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** So many bytes of a file from a position on. */
  private static InputStream part(FileChannel channel, long from, long count) throws IOException {
    channel.position(from);
    InputStream rest = Channels.newInputStream(channel);
    return new InputStream() {
      private long left = count;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int read = left == 0 ? -1 : rest.read(into, offset, (int) Math.min(left, length));
        left -= Math.max(0, read);
        return read;
      }
    };
  }
}
