package io.vivarium.storage.filelog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A disk in memory that loses what was not forced: of the contents of a file any selection of sectors, of the names in directories
 * the last operations. It can also fail on demand. Deterministic: what a crash takes is drawn from the seed.
 *
 * <p>For any threads, but a file has one writer, as in {@link Disk}. One operation is done after the other; only a write is done sector
 * by sector, so that who reads meanwhile may see a part of it. Faults are called with the disk's lock held and must not wait.
 */
final class FaultyDisk implements Disk {
  /** Called before each operation; throws to make it fail. */
  @FunctionalInterface
  interface Fault {
    void before(String operation, Path path) throws IOException;
  }

  /** What was written to a log stays in the memory of the operating system, of which a crash takes some. */
  static final Fault FORCE_OF_A_LOG_FAILS =
      (operation, path) -> {
        if (operation.equals("force") && path.getFileName().toString().startsWith("log.")) {
          throw new IOException("Input/output error");
        }
      };

  private static final int SECTOR = 512;

  private final Random random;
  private Map<Path, Inode> names = new HashMap<>();
  private Map<Path, Inode> forcedNames = new HashMap<>();

  /** Changes of names that no directory force has made durable, in order. */
  private final List<NameChange> unforcedNames = new ArrayList<>();

  private final Set<Path> directories = new HashSet<>();
  private final Set<Path> locks = new HashSet<>();
  private Fault fault = (_, _) -> {};
  private long capacity = Long.MAX_VALUE;
  private int boots;

  FaultyDisk(long seed) {
    random = new Random(seed);
  }

  /** Makes operations fail. */
  synchronized void fault(Fault injected) {
    fault = injected;
  }

  /** Limits the bytes that files may have together. */
  synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  /** Bytes that files have together. */
  synchronized long used() {
    return names.values().stream().distinct().mapToLong(inode -> inode.size).sum();
  }

  /** The machine loses power and comes back. */
  synchronized void crash() {
    boots++;
    int kept = random.nextInt(unforcedNames.size() + 1);
    Map<Path, Inode> after = new HashMap<>(forcedNames);
    unforcedNames.subList(0, kept).forEach(change -> change.applyTo(after));
    unforcedNames.clear();
    after.values().stream().distinct().forEach(inode -> inode.crash(random));
    names = new HashMap<>(after);
    forcedNames = after;
    locks.clear();
    fault = (_, _) -> {};
  }

  /** The bytes of a file as a reader sees them. */
  synchronized byte[] contents(Path file) {
    Inode inode = names.get(file);
    return inode == null ? new byte[0] : Arrays.copyOf(inode.bytes, inode.size);
  }

  /** Replaces a file by other bytes, durably. */
  synchronized void put(Path file, byte[] contents) {
    Inode inode = new Inode();
    inode.write(ByteBuffer.wrap(contents), 0);
    inode.force();
    directories.add(file.getParent());
    names.put(file, inode);
    forcedNames.put(file, inode);
  }

  @Override
  public synchronized OpenFile open(Path file, Mode mode) throws IOException {
    fault.before("open", file);
    Inode inode = names.get(file);
    if (mode == Mode.CREATE) {
      if (inode != null) {
        throw new FileAlreadyExistsException(file.toString());
      }
      inode = new Inode();
      change(new NameChange(file, inode));
    } else if (inode == null) {
      throw new NoSuchFileException(file.toString());
    }
    return new Handle(file, inode, boots);
  }

  @Override
  public synchronized List<Path> list(Path directory) {
    return names.keySet().stream().filter(path -> directory.equals(path.getParent())).toList();
  }

  @Override
  public synchronized boolean exists(Path path) {
    return names.containsKey(path) || directories.contains(path);
  }

  @Override
  public long modifiedAtMs(Path file) {
    return 1_000;
  }

  @Override
  public synchronized void createDirectories(Path directory) throws IOException {
    fault.before("mkdir", directory);
    directories.add(directory);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    fault.before("rename", from);
    Inode inode = names.get(from);
    if (inode == null) {
      throw new NoSuchFileException(from.toString());
    }
    change(new NameChange(from, to, inode));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    fault.before("delete", file);
    if (!names.containsKey(file)) {
      throw new NoSuchFileException(file.toString());
    }
    change(new NameChange(file, null));
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    fault.before("forceDirectory", directory);
    unforcedNames.forEach(change -> change.applyTo(forcedNames));
    unforcedNames.clear();
  }

  @Override
  public synchronized Closeable lock(Path file) throws IOException {
    fault.before("lock", file);
    if (!locks.add(file)) {
      throw new DirectoryInUseException("process 4711");
    }
    int boot = boots;
    return () -> unlock(file, boot);
  }

  private synchronized void unlock(Path file, int boot) {
    if (boot == boots) {
      locks.remove(file);
    }
  }

  private void change(NameChange change) {
    change.applyTo(names);
    unforcedNames.add(change);
  }

  /** Something done to names: {@code from} goes, {@code to} then means the inode, or nothing when that is null. */
  private record NameChange(Path from, Path to, Inode inode) {
    NameChange(Path path, Inode inode) {
      this(path, path, inode);
    }

    void applyTo(Map<Path, Inode> names) {
      names.remove(from);
      if (inode != null) {
        names.put(to, inode);
      }
    }
  }

  /** The contents of a file: what is forced and what is not yet. */
  private static final class Inode {
    private byte[] bytes = new byte[0];
    private int size;
    private byte[] forced = new byte[0];
    private int forcedSize;
    private final BitSet dirty = new BitSet();

    void write(ByteBuffer from, int position) {
      int end = position + from.remaining();
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
      }
      size = Math.max(size, end);
      dirty.set(position / SECTOR, (end + SECTOR - 1) / SECTOR);
      from.get(bytes, position, from.remaining());
    }

    void truncate(int length) {
      if (length < size) {
        Arrays.fill(bytes, length, size, (byte) 0);
        dirty.set(length / SECTOR, (size + SECTOR - 1) / SECTOR);
        size = length;
      }
    }

    void force() {
      forced = Arrays.copyOf(bytes, size);
      forcedSize = size;
      dirty.clear();
    }

    /** The length becomes the old or the new one, each unforced sector the old or the new one. */
    void crash(Random random) {
      int length = random.nextBoolean() ? size : forcedSize;
      byte[] after = Arrays.copyOf(forced, length);
      for (int s = dirty.nextSetBit(0); s >= 0; s = dirty.nextSetBit(s + 1)) {
        int from = s * SECTOR;
        int to = Math.min(length, from + SECTOR);
        if (random.nextBoolean() && from < to && from < size) {
          System.arraycopy(bytes, from, after, from, Math.min(to, size) - from);
        }
      }
      bytes = after;
      size = length;
      force();
    }
  }

  private final class Handle implements OpenFile {
    private final Path path;
    private final Inode inode;
    private final int boot;
    private boolean open = true;

    Handle(Path path, Inode inode, int boot) {
      this.path = path;
      this.inode = inode;
      this.boot = boot;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      synchronized (FaultyDisk.this) {
        check("read");
        if (position >= inode.size) {
          return -1;
        }
        int count = Math.min(into.remaining(), inode.size - (int) position);
        into.put(inode.bytes, (int) position, count);
        return count;
      }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      int fits = startWriting(from.remaining(), position);
      boolean full = fits < from.remaining();
      // A full disk takes what still fits before it complains.
      ByteBuffer rest = from.slice(from.position(), fits);
      for (int end = 0; end < fits; ) {
        end = Math.min(fits, end + SECTOR);
        rest.limit(end);
        synchronized (FaultyDisk.this) {
          inode.write(rest, (int) position + rest.position());
        }
      }
      if (full) {
        throw new IOException("No space left on device");
      }
      from.position(from.limit());
    }

    /** Returns how many of the bytes the disk has room for. */
    private int startWriting(int length, long position) throws IOException {
      synchronized (FaultyDisk.this) {
        check("write");
        long growth = Math.max(0, position + length - inode.size);
        return Math.clamp(length - Math.max(0, used() + growth - capacity), 0, length);
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (FaultyDisk.this) {
        check("force");
        inode.force();
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FaultyDisk.this) {
        check("truncate");
        inode.truncate((int) size);
      }
    }

    @Override
    public long size() {
      synchronized (FaultyDisk.this) {
        return inode.size;
      }
    }

    @Override
    public void close() {
      synchronized (FaultyDisk.this) {
        open = false;
      }
    }

    private void check(String operation) throws IOException {
      if (!open || boot != boots) {
        throw new IOException("the file is closed");
      }
      fault.before(operation, path);
    }
  }
}
