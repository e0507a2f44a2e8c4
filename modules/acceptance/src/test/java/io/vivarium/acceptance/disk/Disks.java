package io.vivarium.acceptance.disk;

import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.TemporaryDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The disks of the members of an ensemble. Each can be made so slow that no {@code FileChannel.force} returns before a
 * time, or not at all, and mended, while its server runs. Writes into files stay fast, as with an operating system that
 * keeps them in memory.
 */
public final class Disks implements AutoCloseable {
  private static final Duration FOREVER = Duration.ofDays(1);
  private static final List<Class<?>> AGENT =
      List.of(DiskAgent.class, DiskAgent.DelayFirst.class, ForceDelay.class);

  private final TemporaryDirectory home;

  private Disks(TemporaryDirectory home) {
    this.home = home;
  }

  /** Disks that are as fast as they are. */
  public static Disks create() throws IOException {
    TemporaryDirectory home = TemporaryDirectory.create("disks");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", DiskAgent.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    // the classes of java.base are to find ours
    attributes.putValue("Boot-Class-Path", agent(home).getFileName().toString());
    try (OutputStream file = Files.newOutputStream(agent(home));
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      for (Class<?> type : AGENT) {
        String entry = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(entry));
        try (InputStream bytes =
            Objects.requireNonNull(type.getResourceAsStream("/" + entry), entry)) {
          bytes.transferTo(jar);
        }
      }
    }
    return new Disks(home);
  }

  private static Path agent(TemporaryDirectory home) {
    return home.path().resolve("agent.jar");
  }

  private Path delay(int id) {
    return home.path().resolve("disk-" + id);
  }

  /** This setup with every server on one of these disks. */
  public EnsembleSetup under(EnsembleSetup setup) {
    EnsembleSetup result = setup;
    for (int id : setup.members().keySet()) {
      String flag = "-javaagent:" + agent(home) + "=" + delay(id);
      result = result.member(id, member -> member.jvmFlag(flag));
    }
    return result;
  }

  /** From now on whatever a server forces takes at least this long. */
  public void slow(Member member, Duration force) throws IOException {
    Path prepared = home.path().resolve("prepared");
    Files.writeString(prepared, Long.toString(force.toMillis()));
    Files.move(prepared, delay(member.id()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** From now on nothing that a server forces is ever done. */
  public void hang(Member member) throws IOException {
    slow(member, FOREVER);
  }

  /** As new; whoever waits need not wait longer. */
  public void mend(Member member) throws IOException {
    Files.deleteIfExists(delay(member.id()));
  }

  @Override
  public void close() throws IOException {
    home.close();
  }
}
