package io.vivarium.tools.snapshot;

import io.vivarium.codec.SnapshotCodec;
import io.vivarium.codec.SnapshotInput;
import io.vivarium.codec.SnapshotNode;
import io.vivarium.codec.SnapshotTrailer;
import io.vivarium.codec.SnapshotVisitor;
import io.vivarium.model.Acl;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.storage.filelog.SnapshotFiles;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Goes through a snapshot without holding it. */
public final class SnapshotWalk {
  /** Takes sessions, ACLs and znodes and keeps nothing; to be extended. */
  public static class Visitor implements SnapshotVisitor {
    /** For those that extend it. */
    protected Visitor() {}

    @Override
    public void session(long sessionId, int timeout) throws IOException {}

    @Override
    public void acl(long id, List<Acl> acl) throws IOException {}

    @Override
    public void node(SnapshotNode node) throws IOException {}
  }

  private SnapshotWalk() {}

  /**
   * Reads a file to its end, every seal verified.
   *
   * @throws IOException when it is damaged; what the visitor got before may be wrong, too
   * @throws MalformedFrameException likewise
   */
  public static SnapshotTrailer read(Path file, Progress progress, SnapshotVisitor visitor)
      throws IOException {
    try {
      return read(file, progress, visitor, true);
    } catch (IOException | MalformedFrameException damaged) {
      // Whether a digest stands behind the nodes the bytes do not tell: a server without digests
      // writes none.
      try {
        return read(file, progress, new Visitor(), false);
      } catch (IOException | MalformedFrameException again) {
        throw damaged;
      }
    }
  }

  /** The zxid in the name of a snapshot; −1 when it has none. */
  public static long nameZxid(Path file) {
    String[] parts = String.valueOf(file.getFileName()).split("\\.", -1);
    try {
      return parts.length < 2 ? -1 : Long.parseUnsignedLong(parts[1], 16);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Progress over a file, in bytes of its contents, which nobody knows before when it is compressed. */
  private static SnapshotTrailer read(
      Path file, Progress progress, SnapshotVisitor visitor, boolean digest) throws IOException {
    try (SnapshotReader reader = SnapshotFiles.open(file)) {
      return SnapshotCodec.decoder(new Counted(reader, progress), CommonOptions.fieldLimit())
          .readFile(visitor, digest);
    }
  }

  /** Passes on what is read, and how much. */
  private record Counted(SnapshotReader reader, Progress progress) implements SnapshotInput {
    @Override
    public int read(ByteBuffer buffer) throws IOException {
      int count = reader.read(buffer);
      progress.add(Math.max(0, count));
      return count;
    }

    @Override
    public void verifySeal() throws IOException {
      reader.verifySeal();
    }
  }
}
