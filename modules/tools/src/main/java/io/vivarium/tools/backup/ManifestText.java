package io.vivarium.tools.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form of a manifest in its file: lines of words, the last one with the SHA-256 of all before it, so that a manifest that was damaged
 * is never believed. Names of files are of the forms that servers write; nothing else is taken.
 */
final class ManifestText {
  private static final String FIRST = "vivarium-backup 1";
  private static final Pattern ID = Pattern.compile("\\d{8}T\\d{9}Z(-\\d{1,4})?");
  private static final Pattern SNAPSHOT =
      Pattern.compile(
          "snapshot (snapshot\\.[0-9a-f]{1,16}(?:\\.gz|\\.snappy)?) (\\S+) (\\S+) (\\S+) (\\S+) (\\S+)");
  private static final Pattern LOG = Pattern.compile("log (log\\.[0-9a-f]{1,16}) (\\S+) (\\S+)");
  private static final Pattern PIECE = Pattern.compile("piece (\\S+) (\\S+)");
  private static final Pattern NUMBER = Pattern.compile("number ([A-Za-z]{1,40}) (\\S+)");
  private static final Pattern SHA = Pattern.compile("[0-9a-f]{64}");

  private ManifestText() {}

  static String write(Manifest manifest) {
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    line(text, "id", manifest.id());
    line(text, "created", manifest.created().toString());
    line(text, "source", manifest.source().replaceAll("\\p{Cntrl}", "?"));
    String continues = manifest.continues();
    if (continues != null) {
      line(text, "continues", continues);
    }
    line(text, "last", hex(manifest.lastZxid()), Long.toString(manifest.lastTime()));
    new TreeMap<>(manifest.numbers())
        .forEach((name, value) -> line(text, "number", name, Long.toString(value)));
    Manifest.Snapshot snapshot = manifest.snapshot();
    line(
        text,
        "snapshot",
        snapshot.name(),
        hex(snapshot.zxid()),
        hex(snapshot.exactFrom()),
        Long.toString(snapshot.time()),
        Long.toString(snapshot.piece().length()),
        snapshot.piece().sha256());
    for (Manifest.Log log : manifest.logs()) {
      line(text, "log", log.name(), hex(log.zxid()), hex(log.lastZxid()));
      for (Piece piece : log.pieces()) {
        line(text, "piece", Long.toString(piece.length()), piece.sha256());
      }
    }
    return text + "sha256 " + sha256(text.toString()) + "\n";
  }

  private static void line(StringBuilder text, String... words) {
    text.append(String.join(" ", words)).append('\n');
  }

  /** Reads a manifest; fails when it is not as it was written. */
  static Manifest read(String text) throws IOException {
    int end = text.lastIndexOf("sha256 ");
    if (end < 0 || !text.substring(end).equals("sha256 " + sha256(text.substring(0, end)) + "\n")) {
      throw new IOException("its checksum is wrong: it has changed since it was written");
    }
    try {
      return new Reader(text.substring(0, end).lines().toList()).read();
    } catch (NumberFormatException | DateTimeException e) {
      throw new IOException("it cannot be read: " + e.getMessage(), e);
    }
  }

  private static final class Reader {
    private final List<String> lines;
    private final Map<String, String> fields = new TreeMap<>();
    private final Map<String, Long> numbers = new TreeMap<>();
    private final List<Manifest.Log> logs = new ArrayList<>();
    private Manifest.@Nullable Snapshot snapshot;

    Reader(List<String> lines) {
      this.lines = lines;
    }

    Manifest read() throws IOException {
      if (lines.isEmpty() || !lines.getFirst().equals(FIRST)) {
        throw new IOException("it does not begin with '" + FIRST + "': another version wrote it");
      }
      for (String line : lines.subList(1, lines.size())) {
        take(line);
      }
      Manifest.Snapshot found = snapshot;
      String[] last = field("last").split(" ", -1);
      if (found == null || last.length != 2 || !ID.matcher(field("id")).matches()) {
        throw new IOException("it lacks its id, its snapshot or its last zxid");
      }
      return new Manifest(
          field("id"),
          Instant.parse(field("created")),
          field("source"),
          fields.get("continues"),
          numbers,
          found,
          logs,
          zxid(last[0]),
          Long.parseLong(last[1]));
    }

    private String field(String name) {
      return fields.getOrDefault(name, "");
    }

    private void take(String line) throws IOException {
      Matcher piece = PIECE.matcher(line);
      Matcher log = LOG.matcher(line);
      Matcher number = NUMBER.matcher(line);
      Matcher file = SNAPSHOT.matcher(line);
      if (piece.matches() && !logs.isEmpty()) {
        Manifest.Log open = logs.removeLast();
        List<Piece> pieces = new ArrayList<>(open.pieces());
        pieces.add(piece(piece.group(1), piece.group(2)));
        logs.add(new Manifest.Log(open.name(), open.zxid(), open.lastZxid(), pieces));
      } else if (log.matches()) {
        logs.add(new Manifest.Log(log.group(1), zxid(log.group(2)), zxid(log.group(3)), List.of()));
      } else if (number.matches()) {
        numbers.put(number.group(1), Long.parseLong(number.group(2)));
      } else if (file.matches()) {
        snapshot =
            new Manifest.Snapshot(
                file.group(1),
                zxid(file.group(2)),
                zxid(file.group(3)),
                Long.parseLong(file.group(4)),
                piece(file.group(5), file.group(6)));
      } else {
        int blank = line.indexOf(' ');
        fields.put(line.substring(0, Math.max(0, blank)), line.substring(blank + 1));
      }
    }

    private static Piece piece(String length, String sha256) throws IOException {
      if (!SHA.matcher(sha256).matches() || Long.parseLong(length) < 0) {
        throw new IOException("it names a piece " + length + " " + sha256);
      }
      return new Piece(Long.parseLong(length), sha256);
    }

    private static long zxid(String text) {
      return Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
    }
  }

  private static String hex(long zxid) {
    return "0x" + Long.toHexString(zxid);
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Every Java has it. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
