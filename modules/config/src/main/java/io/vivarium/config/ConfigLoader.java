package io.vivarium.config;

import io.vivarium.config.ConfigSource.Origin;
import io.vivarium.config.ServerConfig.Directories;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.ConfigKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what was written down into a {@link ServerConfig}, or into everything that is wrong with it. */
public final class ConfigLoader {
  private final Problems problems = new Problems();
  private final ConfigSource source;
  private final PluginKeys pluginKeys;
  private final boolean judged;

  private ConfigLoader(ConfigSource source, List<ConfigKey<?>> pluginKeys, boolean judged) {
    this.source = source;
    this.pluginKeys = new PluginKeys(pluginKeys);
    this.judged = judged;
  }

  /**
   * Reads a configuration.
   *
   * @param source where values come from
   * @param pluginKeys the keys of all plugins that are installed; a key of ZooKeeper that no plugin declares and the server does
   *     not read itself is warned about
   */
  public static ConfigResult load(ConfigSource source, List<ConfigKey<?>> pluginKeys) {
    return new ConfigLoader(source, pluginKeys, true).load();
  }

  /**
   * Reads a configuration for a program that looks at it and runs no server: it has no plugins, so that a key which asks for one that
   * protects is no error here, and neither is a key that nobody knows.
   *
   * @param source where values come from
   */
  public static ConfigResult loadForTool(ConfigSource source) {
    return new ConfigLoader(source, List.of(), false).load();
  }

  private ConfigResult load() {
    SettingsReader reader = new SettingsReader(source, pluginKeys, problems);
    Settings settings = reader.read();
    Values values = new Values(settings, problems);
    pluginKeys.check(settings, values.wrong(), problems);
    Origin file =
        source.file() == null
            ? Origin.code("configuration")
            : Origin.file(String.valueOf(source.file().getFileName()));

    Directories directories = Directories.from(values, problems, file);
    Membership membership = new MembershipReader(values, reader, problems).read();
    EnsembleReader.Found found =
        new EnsembleReader(values, source, problems, file).read(membership);
    Ensemble ensemble = found.ensemble();
    Membership.Member own = found.own();
    ClientPorts ports = ClientPorts.from(values, own == null ? null : own.client(), problems);
    SessionLimits sessions = SessionLimits.from(values, problems);
    RequestLimits requests = RequestLimits.from(values);
    SnapshotSettings snapshots = SnapshotSettings.from(values, problems);
    ServerConfig.LogSettings log = ServerConfig.LogSettings.from(values);
    Access access = Access.from(values, problems);
    ServerConfig.Encryption encryption =
        ServerConfig.Encryption.from(values, ports, ensemble.distributed(), problems);
    PluginSelection plugins =
        PluginSelection.from(values, ensemble.distributed(), encryption, problems);
    warnAboutForceSync(values);
    if (judged) {
      new KeyChecks(values, pluginKeys, problems).check(ensemble.distributed());
    }

    EffectiveConfig effective =
        EffectiveListing.of(
            values, pluginKeys, computed(sessions, requests, log, plugins, directories));
    if (directories == null || !problems.errors().isEmpty()) {
      return new ConfigResult(null, problems.errors(), problems.warnings(), effective);
    }
    ServerConfig config =
        new ServerConfig(
            source.file(),
            directories,
            ports,
            sessions,
            requests,
            TreeSettings.from(values),
            snapshots,
            log,
            access,
            ensemble,
            encryption,
            ServerConfig.AdminSettings.from(values),
            ServerConfig.PauseSettings.from(values),
            plugins,
            PluginConfigs.Limits.from(values),
            new PluginConfigs(settings),
            effective);
    return new ConfigResult(config, problems.errors(), problems.warnings(), effective);
  }

  private void warnAboutForceSync(Values values) {
    Setting setting = values.setting(StorageKeys.FORCE_SYNC);
    if (setting != null && !values.get(StorageKeys.FORCE_SYNC)) {
      problems.warning(
          setting,
          "writes are acknowledged before they are on disk, and are lost when the machine fails",
          "Remove it unless that is meant");
    }
  }

  /** What the defaults that depend on other keys came to. */
  private static Map<String, String> computed(
      SessionLimits sessions,
      RequestLimits requests,
      ServerConfig.LogSettings log,
      PluginSelection plugins,
      @Nullable Directories directories) {
    Map<String, String> computed = new LinkedHashMap<>();
    computed.put(
        ClientKeys.MIN_SESSION_TIMEOUT.name(), String.valueOf(sessions.minSessionTimeoutMs()));
    computed.put(
        ClientKeys.MAX_SESSION_TIMEOUT.name(), String.valueOf(sessions.maxSessionTimeoutMs()));
    computed.put(OwnKeys.REPLY_MAX_BUFFER.name(), String.valueOf(requests.replyMaxBuffer()));
    computed.put(
        StorageKeys.MAX_WRITE_QUEUE_POLL_TIME.name(),
        String.valueOf(log.maxWriteQueuePollTimeMs()));
    computed.put(OwnKeys.CONSENSUS.name(), plugins.consensus());
    computed.put(OwnKeys.TRANSPORT.name(), plugins.transport());
    computed.put(OwnKeys.AUTH.name(), String.join(",", plugins.auth()));
    if (directories != null) {
      computed.put(StorageKeys.DATA_LOG_DIR.name(), directories.log().toString());
    }
    return computed;
  }
}
