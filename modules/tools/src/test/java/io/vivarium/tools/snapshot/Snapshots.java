package io.vivarium.tools.snapshot;

import io.vivarium.codec.SnapshotCodec;
import io.vivarium.codec.SnapshotEncoder;
import io.vivarium.codec.SnapshotNode;
import io.vivarium.codec.SnapshotOutput;
import io.vivarium.model.TxnDigest;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.storage.filelog.Compression;
import io.vivarium.storage.filelog.DataFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Snapshots that are made for a test, of any size, without a tree that would have to be held. */
public final class Snapshots {
  private Snapshots() {}

  /** A znode below the root. */
  public record Flat(String path, byte[] data, int version) implements SnapshotNode {
    @Override
    public byte[] pathArray() {
      return path.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int pathOffset() {
      return 0;
    }

    @Override
    public int pathLength() {
      return pathArray().length;
    }

    @Override
    public byte @Nullable [] dataArray() {
      return data;
    }

    @Override
    public int dataOffset() {
      return 0;
    }

    @Override
    public int dataLength() {
      return data.length;
    }

    @Override
    public long aclId() {
      return -1;
    }

    @Override
    public long czxid() {
      return 1;
    }

    @Override
    public long mzxid() {
      return 1;
    }

    @Override
    public long pzxid() {
      return 1;
    }

    @Override
    public long ctime() {
      return 1;
    }

    @Override
    public long mtime() {
      return 1;
    }

    @Override
    public int cversion() {
      return 0;
    }

    @Override
    public int aversion() {
      return 0;
    }

    @Override
    public long ephemeralOwner() {
      return 0;
    }
  }

  /** Writes {@code snapshot.9} of these znodes, in this order, into a new data directory; returns the file. */
  public static Path write(Path dataDir, Iterable<Flat> nodes) throws Exception {
    try (Storage storage = DataFiles.storage(dataDir, dataDir, Compression.NONE, 1 << 20)) {
      storage.start();
      try (SnapshotWriter writer = storage.snapshots().create(9)) {
        write(SnapshotCodec.encoder(to(writer)), nodes);
        writer.commit();
      }
    }
    return dataDir.resolve("version-2/snapshot.9");
  }

  private static void write(SnapshotEncoder encoder, Iterable<Flat> nodes) throws IOException {
    Census census = new Census();
    encoder.sessions(0);
    encoder.acls(0);
    Flat root = new Flat("", new byte[0], 0);
    encoder.node(root);
    census.node(root);
    for (Flat node : nodes) {
      encoder.node(node);
      census.node(node);
    }
    encoder.endNodes();
    encoder.digest(9, TxnDigest.VERSION, census.digest());
    encoder.lastProcessedZxid(9);
  }

  private static SnapshotOutput to(SnapshotWriter writer) {
    return new SnapshotOutput() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        writer.write(bytes);
      }

      @Override
      public void seal() throws IOException {
        writer.seal();
      }
    };
  }
}
