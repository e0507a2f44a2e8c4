package io.vivarium.tools.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ManifestTextTest {
  private static final Piece PIECE = new Piece(17, "ab".repeat(32));

  private static Manifest manifest(String source) {
    return new Manifest(
        "20261129T050000123Z",
        Instant.parse("2026-11-29T05:00:00.123Z"),
        source,
        "20261128T050000123Z",
        Map.of("currentEpoch", 3L, "acceptedEpoch", 4L),
        new Manifest.Snapshot("snapshot.300000001.gz", 0x300000001L, -1, 5, PIECE),
        List.of(
            new Manifest.Log("log.1", 1, 0x300000001L, List.of(PIECE, PIECE)),
            new Manifest.Log("log.300000002", 0x300000002L, -1, List.of())),
        0x300000001L,
        77);
  }

  @Test
  void aManifestIsReadAsItWasWritten() throws Exception {
    Manifest written = manifest("/var/lib/zoo keeper");

    assertEquals(written, ManifestText.read(ManifestText.write(written)));
  }

  @Test
  void nothingInANameAddsALine() throws Exception {
    Manifest read = ManifestText.read(ManifestText.write(manifest("/x\nlast 0x0 0")));

    assertEquals("/x?last 0x0 0", read.source());
    assertEquals(0x300000001L, read.lastZxid());
  }

  @Test
  void aManifestThatWasChangedIsRefused() {
    String text = ManifestText.write(manifest("/data"));
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'x' ? 'y' : 'x';
      String changed = text.substring(0, i) + other + text.substring(i + 1);
      assertThrows(IOException.class, () -> ManifestText.read(changed));
      String cut = text.substring(0, i);
      assertThrows(IOException.class, () -> ManifestText.read(cut));
    }
  }

  @Test
  void aNameThatNoServerWritesIsNotTaken() {
    for (String line :
        List.of(
            "snapshot ../../etc/passwd 0x1 0x1 0 17 " + PIECE.sha256(),
            "snapshot snapshot.1.sh 0x1 0x1 0 17 " + PIECE.sha256(),
            "snapshot snapshot.1 0x1 0x1 0 17 ../" + PIECE.sha256())) {
      String text = "vivarium-backup 1\nid 20261129T050000123Z\nlast 0x1 0\n" + line + "\n";
      IOException refused = assertThrows(IOException.class, () -> ManifestText.read(sealed(text)));
      assertTrue(String.valueOf(refused.getMessage()).startsWith("it "), refused::toString);
    }
  }

  @Test
  void anotherVersionIsRefused() {
    IOException refused =
        assertThrows(
            IOException.class, () -> ManifestText.read(sealed("vivarium-backup 2\nid x\n")));

    assertTrue(String.valueOf(refused.getMessage()).contains("another version"));
  }

  private static String sealed(String text) {
    byte[] sha = ManifestText.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return text + "sha256 " + HexFormat.of().formatHex(sha) + "\n";
  }
}
