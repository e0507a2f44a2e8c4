package io.vivarium.tools.backup;

import io.vivarium.tools.output.Progress;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of backups. Bytes lie in {@code objects}, each compressed in a file named by its SHA-256, so that what two backups have in common is
 * there once; what a backup consists of is in a manifest in {@code backups}, which is written last, under another name until it is durable.
 * Whatever ends a backup in the middle leaves the ones before as they were. One thread.
 */
final class Repository implements Closeable {
  private static final String UNFINISHED = "unfinished";
  private static final String MANIFEST = ".backup";
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final long LARGEST_MANIFEST = 64L * 1024 * 1024;

  private final Path objects;
  private final Path manifests;

  /** Open, and locked, while something may be written. */
  private final @Nullable FileChannel lock;

  /** The names of backups whose manifests are damaged, and what is wrong with each. */
  private final List<String> damaged = new ArrayList<>();

  private Repository(Path objects, Path manifests, @Nullable FileChannel lock) {
    this.objects = objects;
    this.manifests = manifests;
    this.lock = lock;
  }

  /** Opens a directory for a backup, and makes it where it is missing; one process at a time. */
  static Repository toWrite(Path target) throws IOException {
    Path manifests = Files.createDirectories(target.resolve("backups"));
    Path objects = Files.createDirectories(target.resolve("objects"));
    FileChannel channel =
        FileChannel.open(
            manifests.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new IOException(
          "another backup writes to " + target + "; wait for it, or use another directory");
    }
    return new Repository(objects, manifests, channel);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Opens a directory that holds backups. */
  static Repository toRead(Path target) throws IOException {
    if (!Files.isDirectory(target.resolve("backups"))) {
      throw new IOException(target + " holds no backups: it has no directory backups");
    }
    return new Repository(target.resolve("objects"), target.resolve("backups"), null);
  }

  @Override
  public void close() throws IOException {
    FileChannel channel = lock;
    if (channel != null) {
      channel.close();
    }
  }

  // ---- bytes

  /** Keeps the bytes of a stream, durably; does not close it. */
  Piece put(InputStream from, Progress progress) throws IOException {
    Path unfinished = objects.resolve(UNFINISHED);
    MessageDigest sha = ManifestText.sha256();
    long length = 0;
    try (FileOutputStream file = new FileOutputStream(unfinished.toFile())) {
      OutputStream out = new Fast(new BufferedOutputStream(file, CHUNK_BYTES));
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int count; (count = from.read(chunk)) >= 0; ) {
        sha.update(chunk, 0, count);
        out.write(chunk, 0, count);
        length += count;
        progress.add(count);
      }
      out.flush();
      ((Fast) out).finish();
      out.flush();
      file.getFD().sync();
    }
    Piece piece = new Piece(length, HexFormat.of().formatHex(sha.digest()));
    Path object = object(piece);
    if (has(piece, true)) {
      Files.delete(unfinished);
    } else {
      Files.createDirectories(object.resolveSibling(""));
      Files.move(unfinished, object, StandardCopyOption.ATOMIC_MOVE);
      force(object.resolveSibling(""));
      force(objects);
    }
    return piece;
  }

  /** The bytes of a piece; reading fails at their end when they are not what was kept. */
  InputStream get(Piece piece) throws IOException {
    Path object = object(piece);
    try {
      return new Checked(
          new GZIPInputStream(Files.newInputStream(object), CHUNK_BYTES), object, piece);
    } catch (NoSuchFileException e) {
      throw new IOException(object + " is missing from the backups", e);
    } catch (IOException e) {
      throw new IOException(object + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Whether the bytes of a piece are there.
   *
   * @param thorough whether to read them; else they must have the right length, which finds what is missing or was cut off
   */
  boolean has(Piece piece, boolean thorough) throws IOException {
    Path object = object(piece);
    if (!Files.isRegularFile(object) || lengthSaid(object) != (int) piece.length()) {
      return false;
    }
    if (thorough) {
      try (InputStream in = get(piece)) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  /** The last four bytes of what gzip writes: the lower half of the length of what was compressed; 0 of a file that has none. */
  private static int lengthSaid(Path object) throws IOException {
    ByteBuffer said = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(object, StandardOpenOption.READ)) {
      long at = Math.max(0, channel.size() - Integer.BYTES);
      while (said.hasRemaining() && channel.read(said, at + said.position()) >= 0) {
        // Until there are four.
      }
    }
    return said.getInt(0);
  }

  /** Bytes that a piece takes compressed; 0 when it is missing. */
  long storedSize(Piece piece) throws IOException {
    Path object = object(piece);
    return Files.exists(object) ? Files.size(object) : 0;
  }

  private Path object(Piece piece) {
    return objects.resolve(piece.sha256().substring(0, 2)).resolve(piece.sha256() + ".gz");
  }

  // ---- manifests

  /** All backups that can be read, oldest first; of the others {@link #damaged} tells. */
  List<Manifest> list() throws IOException {
    damaged.clear();
    List<Manifest> all = new ArrayList<>();
    for (Path file : files(manifests, MANIFEST)) {
      try {
        if (Files.size(file) > LARGEST_MANIFEST) {
          throw new IOException("it is larger than " + LARGEST_MANIFEST + " bytes");
        }
        all.add(ManifestText.read(Files.readString(file)));
      } catch (IOException e) {
        damaged.add(file + ": " + e.getMessage());
      }
    }
    return all;
  }

  /** What is wrong with manifests that {@link #list} left out. */
  List<String> damaged() {
    return List.copyOf(damaged);
  }

  /** Whether there is a backup of that name. */
  boolean has(String id) {
    return Files.exists(manifests.resolve(id + MANIFEST));
  }

  /** Makes a backup exist, durably. */
  void publish(Manifest manifest) throws IOException {
    Path unfinished = manifests.resolve(UNFINISHED);
    byte[] text = ManifestText.write(manifest).getBytes(StandardCharsets.UTF_8);
    try (FileOutputStream file = new FileOutputStream(unfinished.toFile())) {
      file.write(text);
      file.getFD().sync();
    }
    Files.move(
        unfinished, manifests.resolve(manifest.id() + MANIFEST), StandardCopyOption.ATOMIC_MOVE);
    force(manifests);
  }

  /**
   * Removes all but the newest backups, and bytes that none of the others has.
   *
   * @return the ids of those that were removed
   */
  List<String> prune(int keep) throws IOException {
    List<Manifest> all = list();
    if (!damaged.isEmpty()) {
      throw new IOException(
          "nothing is removed while a manifest is damaged, as nobody knows what it needs: "
              + damaged.getFirst());
    }
    List<Manifest> old = all.subList(0, Math.max(0, all.size() - keep));
    for (Manifest manifest : old) {
      Files.delete(manifests.resolve(manifest.id() + MANIFEST));
    }
    force(manifests);
    Set<String> needed = new HashSet<>();
    for (Manifest manifest : all.subList(old.size(), all.size())) {
      needed.add(manifest.snapshot().piece().sha256());
      manifest.logs().forEach(log -> log.pieces().forEach(piece -> needed.add(piece.sha256())));
    }
    removeUnneeded(needed);
    return old.stream().map(Manifest::id).toList();
  }

  private void removeUnneeded(Set<String> needed) throws IOException {
    Files.deleteIfExists(objects.resolve(UNFINISHED));
    try (Stream<Path> directories = Files.list(objects)) {
      for (Path directory : directories.filter(Files::isDirectory).toList()) {
        for (Path object : files(directory, ".gz")) {
          String name = object.getFileName().toString();
          if (!needed.contains(name.substring(0, name.length() - 3))) {
            Files.delete(object);
          }
        }
      }
    }
  }

  /** The backup of that name, or the newest one. */
  Manifest find(Optional<String> id) throws IOException {
    List<Manifest> all = list();
    if (all.isEmpty()) {
      throw new IOException("there is no backup in " + manifests + damage());
    }
    if (id.isEmpty()) {
      return all.getLast();
    }
    return all.stream()
        .filter(manifest -> manifest.id().equals(id.get()))
        .findFirst()
        .orElseThrow(
            () ->
                new IOException("there is no backup " + id.get() + " that can be read" + damage()));
  }

  private String damage() {
    return damaged.isEmpty() ? "" : "; damaged: " + damaged;
  }

  private static List<Path> files(Path directory, String suffix) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.filter(file -> String.valueOf(file.getFileName()).endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** A backup shall be bound by the disk, not by the processor. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, CHUNK_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** Compares what was read with what a piece should be. */
  private static final class Checked extends InputStream {
    private final InputStream in;
    private final Path object;
    private final Piece piece;
    private final MessageDigest sha = ManifestText.sha256();
    private long length;
    private boolean ended;

    Checked(InputStream in, Path object, Piece piece) {
      this.in = in;
      this.object = object;
      this.piece = piece;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      if (ended) {
        return -1;
      }
      int read;
      try {
        read = in.read(into, offset, count);
      } catch (IOException e) {
        throw damaged(String.valueOf(e.getMessage()));
      }
      if (read > 0) {
        sha.update(into, offset, read);
        length += read;
      }
      ended = read < 0;
      if (length > piece.length() || (ended && length < piece.length())) {
        throw damaged("it holds other than " + piece.length() + " bytes");
      }
      if (ended && !HexFormat.of().formatHex(sha.digest()).equals(piece.sha256())) {
        throw damaged("its SHA-256 is not the one in its name");
      }
      return read;
    }

    private IOException damaged(String how) {
      return new IOException(object + " is damaged: " + how);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
