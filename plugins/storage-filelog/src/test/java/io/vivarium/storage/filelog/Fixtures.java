package io.vivarium.storage.filelog;

import io.vivarium.codec.SnapshotCodec;
import io.vivarium.codec.SnapshotInput;
import io.vivarium.codec.SnapshotNode;
import io.vivarium.codec.SnapshotVisitor;
import io.vivarium.model.Acl;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.TxnCursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Directories that ZooKeeper wrote, and what a start does with one. */
final class Fixtures {
  private static final int FIELD_LIMIT = 1 << 20;

  private Fixtures() {}

  /**
   * What a start found.
   *
   * @param snapshot zxid of the snapshot that was loaded, −1 when there was none
   * @param zxids of the records replayed after it
   * @param nodes znodes in the snapshot
   */
  record Recovered(long snapshot, List<Long> zxids, int nodes) {
    long highest() {
      return zxids.isEmpty() ? snapshot : zxids.getLast();
    }
  }

  /** Where a directory of the test resources is. */
  static Path resource(String name) {
    try {
      return Path.of(Fixtures.class.getResource("/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Copies a directory. */
  static Path copy(Path from, Path to) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(from)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      Path target = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.copy(path, target);
      }
    }
    return to;
  }

  /** A disk in memory with the files of a directory. */
  static FaultyDisk inMemory(Path from, Path to) throws IOException {
    FaultyDisk disk = new FaultyDisk(1);
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        disk.put(to.resolve(from.relativize(path).toString()), Files.readAllBytes(path));
      }
    }
    return disk;
  }

  static Storage storage(Disk disk, Path dataDir) throws PluginException {
    TestContext context = new TestContext().with(Keys.DATA_DIR, dataDir).with(Keys.PREALLOC_KB, 8L);
    return new FileStorage(disk, Settings.of(context.config()), context, false);
  }

  /** The newest snapshot that can be read to its end, and the log after it: what a server does when it starts. */
  static Recovered recover(Storage storage) throws IOException {
    IOException last = null;
    List<Long> snapshots = storage.snapshots().list();
    for (long zxid : snapshots) {
      int nodes;
      try {
        nodes = load(storage, zxid);
      } catch (IOException e) {
        last = e;
        continue;
      }
      return new Recovered(zxid, replay(storage, zxid + 1), nodes);
    }
    if (last != null) {
      throw last;
    }
    return new Recovered(-1, replay(storage, 0), 0);
  }

  static List<Long> replay(Storage storage, long fromZxid) throws IOException {
    List<Long> zxids = new ArrayList<>();
    try (TxnCursor cursor = storage.log().read(fromZxid)) {
      while (cursor.next()) {
        zxids.add(cursor.zxid());
      }
    }
    return zxids;
  }

  /** Reads a snapshot and all its seals; returns how many znodes it has. */
  static int load(Storage storage, long zxid) throws IOException {
    Counting counting = new Counting();
    try (SnapshotReader reader = storage.snapshots().open(zxid)) {
      SnapshotInput input =
          new SnapshotInput() {
            @Override
            public int read(ByteBuffer buffer) throws IOException {
              return reader.read(buffer);
            }

            @Override
            public void verifySeal() throws IOException {
              reader.verifySeal();
            }
          };
      SnapshotCodec.decoder(input, FIELD_LIMIT).readFile(counting, true);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return counting.nodes;
  }

  private static final class Counting implements SnapshotVisitor {
    private int nodes;

    @Override
    public void session(long sessionId, int timeout) {}

    @Override
    public void acl(long id, List<Acl> acl) {}

    @Override
    public void node(SnapshotNode node) {
      nodes++;
    }
  }
}
