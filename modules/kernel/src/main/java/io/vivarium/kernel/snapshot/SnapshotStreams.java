package io.vivarium.kernel.snapshot;

import io.vivarium.codec.SnapshotInput;
import io.vivarium.codec.SnapshotOutput;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Connects what the codec writes and reads with where storage puts it: the two know nothing of each other. */
final class SnapshotStreams {
  private SnapshotStreams() {}

  static SnapshotOutput to(SnapshotWriter writer, SnapshotPace pace) {
    return new SnapshotOutput() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        writer.write(bytes);
        pace.wrote();
      }

      @Override
      public void seal() throws IOException {
        writer.seal();
      }
    };
  }

  static SnapshotInput from(SnapshotReader reader) {
    return new SnapshotInput() {
      @Override
      public int read(ByteBuffer buffer) throws IOException {
        int room = buffer.remaining();
        int read = reader.read(buffer);
        boolean end = read == -1 && buffer.remaining() == room;
        boolean some = read > 0 && buffer.remaining() == room - read;
        if (!end && !some && room > 0) {
          throw new IOException(
              "the storage read "
                  + (room - buffer.remaining())
                  + " bytes of "
                  + reader.place()
                  + " into a buffer for "
                  + room
                  + " and said that they are "
                  + read
                  + "; that is a fault of the storage plugin");
        }
        return read;
      }

      @Override
      public void verifySeal() throws IOException {
        reader.verifySeal();
      }
    };
  }
}
