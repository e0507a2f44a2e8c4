package io.vivarium.config;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.ensemble.Membership;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The files in which an ensemble keeps its membership beside a server's configuration file, as ZooKeeper does: {@code
 * zoo.cfg.dynamic.<version>} has the servers in force, {@code zoo.cfg.dynamic.next} those that are proposed, and {@code zoo.cfg}
 * itself names the former. Each file is replaced as a whole, so that a crash leaves the old one or the new one. One thread.
 */
public final class MembershipFiles {
  /** As {@link java.util.Properties} and so ZooKeeper reads them. */
  private static final Charset CHARSET = StandardCharsets.ISO_8859_1;

  private final Path file;
  private final Path next;

  private MembershipFiles(Path file) {
    this.file = file.toAbsolutePath();
    this.next = sibling(".dynamic.next");
  }

  /** The files beside this configuration file. */
  public static MembershipFiles beside(Path configuration) {
    return new MembershipFiles(configuration);
  }

  /**
   * The membership that was proposed and not known to be committed when the server stopped; null when there is none.
   *
   * @throws IOException naming the file, when it is there and cannot be read
   */
  public @Nullable Membership proposed() throws IOException {
    try {
      return Membership.parse(read(next));
    } catch (NoSuchFileException e) {
      return null;
    } catch (MalformedFrameException e) {
      throw new IOException(
          next
              + " is no membership: "
              + e.getMessage()
              + ". Remove it if it was not written by a server.",
          e);
    }
  }

  /** Keeps a membership that was proposed, durably. */
  public void propose(Membership membership) throws IOException {
    replace(next, membership.dynamicText() + "\n");
  }

  /** Forgets a membership that was proposed, durably. */
  public void withdraw() throws IOException {
    if (Files.deleteIfExists(next)) {
      forceDirectory(next);
    }
  }

  /**
   * Keeps a membership that is in force, durably: the next start reads it. A proposed one that is not newer is forgotten.
   *
   * @param serverId this server: when its line has a port for clients, that one counts and no longer the configuration file's
   */
  public void commit(Membership membership, long serverId) throws IOException {
    Path dynamic = sibling(".dynamic." + Long.toHexString(membership.version()));
    replace(dynamic, membership.text());
    Membership.Member self = membership.members().get(serverId);
    boolean portMoves = self != null && self.client() != null;
    StaticFile old = StaticFile.parse(read(file));
    if (old.hasMembers()) {
      replace(sibling(".bak"), old.text());
    }
    replace(file, old.pointingTo(dynamic, portMoves));
    Membership waiting = proposed();
    if (waiting != null && waiting.version() <= membership.version()) {
      withdraw();
    }
  }

  private Path sibling(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static String read(Path path) throws IOException {
    return ConfigSource.ofMachine(null).read(path);
  }

  private void replace(Path target, String text) throws IOException {
    if (Files.exists(target) && read(target).equals(text)) {
      return;
    }
    // What a link points to is replaced, not the link.
    Path place = Files.exists(target) ? target.toRealPath() : target;
    Path written = place.resolveSibling(place.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      // Before the first byte: what others must not read they do not see for a moment either.
      copyAccess(Files.exists(place) ? place : file, written);
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(CHARSET));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(written, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(place);
  }

  /** A file is as readable as the one it takes the place of, a new one as the configuration file. */
  private static void copyAccess(Path from, Path to) throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    PosixFileAttributeView made = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (old == null || made == null || Files.notExists(from)) {
      return;
    }
    PosixFileAttributes access = old.readAttributes();
    made.setPermissions(access.permissions());
    PosixFileAttributes mine = made.readAttributes();
    try {
      if (!access.group().equals(mine.group())) {
        made.setGroup(access.group());
      }
      if (!access.owner().equals(mine.owner())) {
        made.setOwner(access.owner());
      }
    } catch (FileSystemException e) {
      // Only an administrator gives files away. The server wrote it, so it can read it, and that is
      // what matters.
      made.setPermissions(access.permissions());
    }
  }

  /** A rename is durable once its directory is. */
  private static void forceDirectory(Path renamed) throws IOException {
    Path directory = renamed.getParent();
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
