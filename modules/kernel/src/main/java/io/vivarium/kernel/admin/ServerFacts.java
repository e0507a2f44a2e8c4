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
import java.util.LinkedHashMap;
import java.util.Map;
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
  private final Supplier<ClientControl.Limits> allowed;
  private final @Nullable String initialText;

  /**
   * Facts of a running server.
   *
   * @param clientPort the port that is bound; −1 while there is none
   * @param secureClientPort the one for TLS only, likewise
   * @param membership the servers of the ensemble as they are now
   * @param allowed what clients are allowed now
   */
  ServerFacts(
      ServerConfig config,
      IntSupplier clientPort,
      IntSupplier secureClientPort,
      Supplier<Membership> membership,
      Supplier<ClientControl.Limits> allowed) {
    this.allowed = allowed;
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
    return allowed.get().perAddress();
  }

  @Override
  public int minSessionTimeoutMs() {
    return allowed.get().leastTimeoutMs();
  }

  @Override
  public int maxSessionTimeoutMs() {
    return allowed.get().greatestTimeoutMs();
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
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("max_cnxns", config.sessions().maxConnections());
    settings.put("jute_max_buffer", config.requests().juteMaxBuffer());
    settings.put("large_request_max_bytes", config.requests().largeRequestMaxBytes());
    settings.put("large_request_threshold", config.requests().largeRequestThreshold());
    settings.put("throttled_op_wait_time", config.requests().throttledOpWaitTimeMs());
    settings.put("flush_delay", config.log().flushDelayMs());
    settings.put("max_write_queue_poll_time", config.log().maxWriteQueuePollTimeMs());
    settings.put("max_batch_size", config.log().maxBatchSize());
    settings.put("digest_enabled", config.tree().digest());
    settings.put("request_throttle_max_requests", config.requests().throttleMaxRequests());
    settings.put("observer_master_port", config.ensemble().options().observerMasterPort());
    settings.put("ssl_quorum", config.encryption().peers());
    settings.put("port_unification", config.encryption().peersUnified());
    Ensemble ensemble = ensemble();
    settings.put("quorum_system_info", ensemble == null ? "" : ensemble.membership());
    return settings;
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
