package io.vivarium.tools.log;

import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.TxnCodec;
import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.storage.filelog.LogFileWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** Logs that are made for a test. */
public final class Logs {
  private Logs() {}

  /** Writes a log of so many creates, zxids from 1 on, a second apart. */
  public static void write(Path file, int count, IntFunction<String> path, byte[] data)
      throws IOException {
    JuteWriter bytes = new JuteWriter();
    try (LogFileWriter writer = LogFileWriter.create(file)) {
      for (int i = 0; i < count; i++) {
        bytes.clear();
        TxnCodec.encode(
            new TxnHeader(7, i, i + 1L, 1_000L * i),
            new Txn.Create(OpCode.CREATE, path.apply(i), data, Acl.OPEN, false, i + 1, 0),
            null,
            bytes);
        writer.append(bytes.view());
      }
      writer.finish();
    }
  }
}
