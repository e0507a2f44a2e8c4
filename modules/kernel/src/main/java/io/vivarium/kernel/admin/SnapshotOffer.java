package io.vivarium.kernel.admin;

import io.vivarium.spi.admin.AdminContent;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What a server does with snapshots when it is asked to. Any thread; blocks. */
public interface SnapshotOffer {
  /** The newest snapshot on disk; null when there is none. */
  @Nullable Latest latest() throws IOException;

  /** Writes a snapshot to the disk of the server. */
  Latest write() throws IOException;

  /** Makes a copy of the tree in the form of a snapshot file. */
  Copy copy() throws IOException;

  /**
   * Replaces tree and sessions by those of a snapshot file, and drops all clients.
   *
   * @return zxid of the tree that is served now
   * @throws RefusedException when this server does not do it
   * @throws IOException when it is no sound snapshot; nothing is changed then
   */
  long restore(InputStream snapshot) throws IOException;

  /**
   * A snapshot on disk.
   *
   * @param bytes what it occupies; −1 when nobody knows
   * @param writtenAtMs ms since 1970; −1 when nobody knows
   */
  record Latest(long zxid, long bytes, long writtenAtMs) {}

  /** A tree on its way out; its zxid is of the last txn that is certainly in it. */
  record Copy(long zxid, AdminContent content) {}

  /** This server does not restore; the message says why and what to do instead. */
  final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With a reason for the operator. */
    public RefusedException(String message) {
      super(message);
    }
  }
}
