package io.vivarium.kernel.admin;

import io.vivarium.config.EffectiveConfig;
import io.vivarium.config.ServerConfig;
import io.vivarium.model.ensemble.Membership;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The configuration as {@code conf} and {@code dirs} show it. */
final class ServerFacts implements ConfigurationView {
  private static final String VERSION_DIRECTORY = "version-2";

  /** Bytes of the configuration file that are shown. */
  private static final int LARGEST_TEXT = 256 << 10;

  private final ServerConfig config;
  private final IntSupplier clientPort;
  private final IntSupplier secureClientPort;
  private final Supplier<Membership> membership;
  private final @Nullable String initialText;

  /**
   * Facts of a running server.
   *
   * @param clientPort the port that is bound; −1 while there is none
   * @param secureClientPort the one for TLS only, likewise
   * @param membership the servers of the ensemble as they are now
   */
  ServerFacts(
      ServerConfig config,
      IntSupplier clientPort,
      IntSupplier secureClientPort,
      Supplier<Membership> membership) {
    this.config = config;
    this.clientPort = clientPort;
    this.secureClientPort = secureClientPort;
    this.membership = membership;
    this.initialText = text(config.file());
  }

  private static @Nullable String text(@Nullable Path file) {
    if (file == null) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_TEXT);
      return EffectiveConfig.shown(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // It was read a moment ago; what is in force does not depend on it any more.
      return null;
    }
  }

  @Override
  public @Nullable String initialText() {
    return initialText;
  }

  @Override
  public int clientPort() {
    return clientPort.getAsInt();
  }

  @Override
  public int secureClientPort() {
    return secureClientPort.getAsInt();
  }

  @Override
  public String dataDir() {
    return config.directories().data().resolve(VERSION_DIRECTORY).toString();
  }

  @Override
  public long dataDirSize() {
    return size(config.directories().data());
  }

  @Override
  public String dataLogDir() {
    return config.directories().log().resolve(VERSION_DIRECTORY).toString();
  }

  @Override
  public long dataLogSize() {
    return size(config.directories().log());
  }

  private static long size(Path directory) {
    Path versioned = directory.resolve(VERSION_DIRECTORY);
    try (Stream<Path> files = Files.list(versioned)) {
      return files.mapToLong(ServerFacts::length).sum();
    } catch (IOException | UncheckedIOException e) {
      // A server may keep nothing there at all, and files come and go while they are counted.
      return 0;
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public int tickTimeMs() {
    return config.sessions().tickTimeMs();
  }

  @Override
  public int maxClientConnections() {
    return config.sessions().maxConnectionsPerAddress();
  }

  @Override
  public int minSessionTimeoutMs() {
    return config.sessions().minSessionTimeoutMs();
  }

  @Override
  public int maxSessionTimeoutMs() {
    return config.sessions().maxSessionTimeoutMs();
  }

  @Override
  public int clientPortListenBacklog() {
    return config.clientPorts().backlog();
  }

  @Override
  public long serverId() {
    Long id = config.ensemble().myid();
    return id == null ? 0 : id;
  }

  @Override
  public @Nullable Ensemble ensemble() {
    Membership now = membership.get();
    Membership.Member self = now.members().get(serverId());
    if (!config.ensemble().distributed() || self == null) {
      return null;
    }
    Membership.Address address = self.addresses().getFirst();
    return new Ensemble(
        config.ensemble().timing().initLimit(),
        config.ensemble().timing().syncLimit(),
        address.electionPort(),
        address.quorumPort(),
        self.role() == Membership.Role.OBSERVER,
        now.dynamicText());
  }
}
