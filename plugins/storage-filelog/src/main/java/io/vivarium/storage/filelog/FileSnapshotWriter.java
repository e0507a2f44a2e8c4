package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.Adler32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a snapshot under another name until it is whole and forced. */
final class FileSnapshotWriter implements SnapshotWriter {
  /** Gives the finished file its name. */
  @FunctionalInterface
  interface Publication {
    void publish() throws IOException;
  }

  private enum State {
    OPEN,
    COMMITTED,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(FileSnapshotWriter.class);
  private static final int CHUNK_BYTES = 16 * 1024;

  private final Disk disk;
  private final Path unfinished;
  private final Disk.OpenFile file;
  private final OutputStream out;
  private final Publication publication;
  private final Runnable ended;
  private final Adler32 adler = new Adler32();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private State state = State.OPEN;

  private FileSnapshotWriter(
      Disk disk,
      Path unfinished,
      Disk.OpenFile file,
      OutputStream out,
      Publication publication,
      Runnable ended) {
    this.disk = disk;
    this.unfinished = unfinished;
    this.file = file;
    this.out = out;
    this.publication = publication;
    this.ended = ended;
  }

  /** Begins a file and writes its header. */
  static FileSnapshotWriter begin(
      Disk disk, Path unfinished, Compression compression, Publication publication, Runnable ended)
      throws IOException {
    if (disk.exists(unfinished)) {
      disk.delete(unfinished);
    }
    Disk.OpenFile file = disk.open(unfinished, Disk.Mode.CREATE);
    FileSnapshotWriter writer = null;
    try {
      OutputStream out = compression.compress(DiskStreams.output(file));
      writer = new FileSnapshotWriter(disk, unfinished, file, out, publication, ended);
      ByteBuffer header = ByteBuffer.allocate(SnapshotFormat.HEADER_BYTES);
      header.putInt(SnapshotFormat.MAGIC).putInt(SnapshotFormat.VERSION);
      header.putLong(SnapshotFormat.DATABASE_ID);
      writer.put(header.flip());
      return writer;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws StorageException {
    requireOpen();
    try {
      put(bytes);
    } catch (IOException e) {
      throw Failures.write("write snapshot", unfinished, e);
    }
  }

  @Override
  public void seal() throws StorageException {
    ByteBuffer seal = ByteBuffer.allocate(SnapshotFormat.SEAL_BYTES);
    seal.putLong(adler.getValue()).putInt(1).put((byte) '/');
    write(seal.flip());
  }

  @Override
  public void commit() throws StorageException {
    requireOpen();
    try {
      out.close();
      file.close();
      publication.publish();
      state = State.COMMITTED;
    } catch (IOException e) {
      throw Failures.write("finish snapshot", unfinished, e);
    }
    ended.run();
  }

  @Override
  public void close() {
    if (state == State.OPEN) {
      ended.run();
      try {
        file.close();
        disk.delete(unfinished);
      } catch (IOException e) {
        LOG.warn("Cannot remove the unfinished snapshot {}: {}", unfinished, Failures.said(e));
      }
    }
    state = State.CLOSED;
  }

  private void requireOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException("the snapshot " + unfinished + " is " + state);
    }
  }

  private void put(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int count = Math.min(chunk.length, bytes.remaining());
      bytes.get(chunk, 0, count);
      adler.update(chunk, 0, count);
      out.write(chunk, 0, count);
    }
  }
}
