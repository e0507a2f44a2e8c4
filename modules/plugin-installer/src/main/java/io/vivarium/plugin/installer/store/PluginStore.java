package io.vivarium.plugin.installer.store;

import io.vivarium.kernel.descriptor.DescriptorProblem;
import io.vivarium.kernel.descriptor.PluginDescriptor;
import io.vivarium.plugin.installer.content.Checksums;
import io.vivarium.plugin.installer.content.PluginPackage;
import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.spi.PluginProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directory of plugins of an installation. Servers look into it when they start and pass over every name with a dot in front; so what is
 * half done has such a name:
 *
 * <ul>
 *   <li>{@code .new-X}: is being written, and becomes {@code X} by a rename when all of it is on the disk; or, with a number for {@code X},
 *       a {@link Staging} of a package that nobody has said yes to yet;
 *   <li>{@code .old-X}: was {@code X} before an upgrade; it goes when the new one stands, and comes back when that never happened.
 *       Servers that start meanwhile take it for {@code X};
 *   <li>{@code .gone-X}: was {@code X} and is being removed.
 * </ul>
 *
 * <p>Whatever a killed command left is put right by {@link #recover}, before the next change. One command at a time changes the directory: it
 * holds a lock on the file {@code .lock}. One thread.
 */
public final class PluginStore {
  private static final String NEW = ".new-";
  private static final String OLD = PluginDescriptor.BEFORE_UPGRADE;
  private static final String GONE = ".gone-";

  private final Path directory;
  private final Disk disk;

  /** This command's own, which its recovery leaves alone without a look at the lock in it: closing that file once more would give it up. */
  private final Set<Path> staged = new HashSet<>();

  /** The plugins in a directory, which must exist. */
  public PluginStore(Path directory) {
    this(directory, Disk.REAL);
  }

  PluginStore(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  /** Every plugin, in the order of directories, with what is wrong with it. */
  public List<InstalledPackage> list() throws IOException {
    List<InstalledPackage> found = new ArrayList<>();
    for (Path each : children()) {
      boolean hidden = String.valueOf(each.getFileName()).startsWith(".");
      if (!hidden && Files.isRegularFile(each.resolve(PluginDescriptor.FILE))) {
        found.add(look(each));
      }
    }
    return found;
  }

  /**
   * The plugin that a person means.
   *
   * @param word {@code spi=id}, the id, or the name of the directory
   * @throws Refusal when there is none, or more than one
   */
  public InstalledPackage find(String word) throws IOException, Refusal {
    List<InstalledPackage> called = list().stream().filter(each -> each.isCalled(word)).toList();
    if (called.size() > 1) {
      throw new Refusal(
          word
              + " is any of "
              + names(called)
              + "; say which, for example "
              + called.getFirst().name());
    }
    if (called.isEmpty()) {
      throw new Refusal(
          "no plugin "
              + word
              + " is installed in "
              + directory
              + "; vivarium plugin list shows them");
    }
    return called.getFirst();
  }

  private static String names(List<InstalledPackage> plugins) {
    return plugins.stream().map(InstalledPackage::name).collect(Collectors.joining(", "));
  }

  private InstalledPackage look(Path plugin) {
    List<String> problems = new ArrayList<>();
    PluginDescriptor descriptor = null;
    Receipt receipt = null;
    try {
      descriptor = PluginDescriptor.read(plugin);
      if (!descriptor.spiVersions().contains(PluginProvider.SPI_VERSION)) {
        problems.add(versionMismatch(descriptor));
      }
    } catch (DescriptorProblem e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    try {
      receipt = Receipt.read(plugin);
      problems.addAll(Checksums.problemsIn(plugin, Receipt.FILE));
    } catch (IOException e) {
      problems.add("cannot be read: " + e.getMessage());
    }
    return new InstalledPackage(plugin, descriptor, receipt, problems);
  }

  /** What to say of a plugin that was written for other versions of its SPI than this server's. */
  public static String versionMismatch(PluginDescriptor descriptor) {
    return "was written for version "
        + descriptor.spiVersions()
        + " of SPI "
        + descriptor.spi()
        + ", this server has version "
        + PluginProvider.SPI_VERSION;
  }

  /** The installed plugin that a package would take the place of. */
  public Optional<InstalledPackage> predecessor(PluginDescriptor descriptor) throws IOException {
    return list().stream().filter(each -> each.name().equals(descriptor.selection())).findFirst();
  }

  /**
   * A directory for a package that is checked before it is installed. It is hidden among the plugins, so that the next command clears it
   * away when this one is killed. Where this user may write no plugins it is a temporary one, which only {@link Staging#close} removes.
   */
  public Staging stage() throws IOException, Refusal {
    if (!Files.isWritable(directory)) {
      return Staging.in(Path.of(System.getProperty("java.io.tmpdir")), "vivarium-plugin");
    }
    Staging staging = exclusively(() -> Staging.in(directory, NEW));
    staged.add(staging.directory());
    return staging;
  }

  /**
   * Installs a package, in place of an earlier version if there is one.
   *
   * @return the directory of the plugin
   */
  public Path install(PluginPackage plugin, Receipt receipt) throws IOException, Refusal {
    return exclusively(
        () -> {
          recover();
          PluginDescriptor descriptor = plugin.descriptor();
          Optional<InstalledPackage> earlier = predecessor(descriptor);
          Path target =
              earlier.isPresent()
                  ? earlier.get().directory()
                  : directory.resolve(descriptor.spi() + "-" + descriptor.id());
          if (earlier.isEmpty() && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refusal(target + " is there already and is no plugin; remove it");
          }
          Path fresh = sibling(NEW, target);
          unpack(plugin, receipt, fresh);
          if (earlier.isPresent()) {
            Path old = sibling(OLD, target);
            disk.rename(target, old);
            disk.rename(fresh, target);
            disk.force(directory);
            deleteAll(old);
          } else {
            disk.rename(fresh, target);
          }
          disk.force(directory);
          return target;
        });
  }

  /** Writes a plugin to a directory of its own, and returns when all of it is on the disk. */
  private void unpack(PluginPackage plugin, Receipt receipt, Path fresh) throws IOException {
    disk.createDirectory(fresh);
    for (String name : plugin.sizes().keySet()) {
      try (InputStream content = plugin.content(name)) {
        disk.write(content, fresh.resolve(name));
      }
      disk.force(fresh.resolve(name));
    }
    try (InputStream content = receipt.content()) {
      disk.write(content, fresh.resolve(Receipt.FILE));
    }
    disk.force(fresh.resolve(Receipt.FILE));
    disk.force(fresh);
  }

  /** Removes an installed plugin. */
  public void remove(InstalledPackage plugin) throws IOException, Refusal {
    exclusively(
        () -> {
          recover();
          Path gone = sibling(GONE, plugin.directory());
          disk.rename(plugin.directory(), gone);
          disk.force(directory);
          deleteAll(gone);
          return gone;
        });
  }

  /** Puts right what killed commands left, unless another command is at work. Needs no call before {@link #install} and {@link #remove}. */
  public void recoverIfIdle() throws IOException {
    if (!Files.isWritable(directory) || !hasLeftovers()) {
      return;
    }
    try {
      exclusively(
          () -> {
            recover();
            return directory;
          });
    } catch (Refusal e) {
      // The other command has the leftovers in hand.
    }
  }

  private boolean hasLeftovers() throws IOException {
    for (Path each : children()) {
      String name = String.valueOf(each.getFileName());
      if (name.startsWith(OLD) || name.startsWith(GONE) || isAbandoned(each)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAbandoned(Path path) throws IOException {
    return String.valueOf(path.getFileName()).startsWith(NEW)
        && !staged.contains(path)
        && !Staging.isInUse(path);
  }

  private void recover() throws IOException {
    for (Path each : children()) {
      String name = String.valueOf(each.getFileName());
      if (name.startsWith(OLD)) {
        Path target = directory.resolve(name.substring(OLD.length()));
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          deleteAll(each);
        } else {
          disk.rename(each, target);
        }
      } else if (name.startsWith(GONE)) {
        deleteAll(each);
      } else if (isAbandoned(each)) {
        clear(each);
      }
    }
    disk.force(directory);
  }

  private void clear(Path unfinished) throws IOException {
    try {
      deleteAll(unfinished);
    } catch (NoSuchFileException e) {
      // Its command came to its end just now, and cleared it away.
    }
  }

  /** Deletes a directory with its files. Follows no link. */
  private void deleteAll(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> children = Files.list(path)) {
        for (Path child : children.sorted().toList()) {
          deleteAll(child);
        }
      }
    }
    disk.delete(path);
  }

  private Path sibling(String prefix, Path target) {
    return directory.resolve(prefix + target.getFileName());
  }

  private List<Path> children() throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    }
  }

  private <T> T exclusively(Change<T> change) throws IOException, Refusal {
    try (FileChannel file =
            FileChannel.open(
                directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock == null) {
        throw busy();
      }
      return runOrUndo(change);
    } catch (OverlappingFileLockException e) {
      throw busy();
    }
  }

  private <T> T runOrUndo(Change<T> change) throws IOException, Refusal {
    try {
      return change.run();
    } catch (IOException e) {
      try {
        recover();
      } catch (IOException again) {
        e.addSuppressed(again); // The next command tries once more.
      }
      throw e;
    }
  }

  private Refusal busy() {
    return new Refusal(
        "another vivarium plugin is changing " + directory + "; try again when it is done");
  }

  @FunctionalInterface
  private interface Change<T> {
    T run() throws IOException, Refusal;
  }
}
