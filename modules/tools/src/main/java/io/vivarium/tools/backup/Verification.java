package io.vivarium.tools.backup;

import io.vivarium.model.TxnDigest;
import io.vivarium.model.Zxid;
import io.vivarium.storage.filelog.DataFiles;
import io.vivarium.tools.output.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;

/** Whether a backup is what it was. */
final class Verification {
  private Verification() {}

  /** Reads every byte and compares it with the SHA-256; fails when one is wrong or missing. */
  static void bytes(Repository repository, Manifest manifest, Progress progress)
      throws IOException {
    read(repository, manifest.snapshot().piece(), progress);
    for (Manifest.Log log : manifest.logs()) {
      for (Piece piece : log.pieces()) {
        read(repository, piece, progress);
      }
    }
  }

  private static void read(Repository repository, Piece piece, Progress progress)
      throws IOException {
    try (InputStream in = repository.get(piece)) {
      progress.add(in.transferTo(OutputStream.nullOutputStream()));
    }
  }

  /** Brings the last state into memory; fails when its digest is not the one that was logged. */
  static String replay(Repository repository, Manifest manifest, PrintWriter err)
      throws IOException {
    Source source = Source.of(List.of(manifest), manifest, _ -> true);
    try (Staging staging = Staging.temporary("vivarium-verify")) {
      source.unpack(
          repository,
          DataFiles.directory(staging.path()),
          new Progress(err, "backup verify: unpacking", source.size()));
      Restoration.Restored restored =
          new Restoration(staging.path(), Restoration.FILES, err)
              .replay(source, new Moment.Latest());
      TxnDigest digest = restored.verified();
      return "replayed to zxid "
          + Zxid.text(restored.zxid())
          + (digest == null
              ? ", no digest to compare with"
              : ", digest " + Long.toUnsignedString(digest.value()) + " as logged");
    }
  }
}
