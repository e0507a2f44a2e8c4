package io.vivarium.config;

/**
 * A checked configuration: everything the server needs to know, typed. Immutable; any thread. Read by {@link ConfigLoader}.
 *
 * @param directories where data is kept
 * @param clientPorts where clients are awaited
 * @param sessions bounds of sessions and connections
 * @param requests bounds of requests and replies
 * @param tree behaviour of the tree
 * @param snapshots when snapshots are taken and removed
 * @param log how the log is forced
 * @param access who may do what
 * @param ensemble the other servers
 * @param plugins which plugin does what
 * @param pluginConfigs the values of plugins' keys
 * @param effective every key with its value and origin, for people
 */
public record ServerConfig(
    Directories directories,
    ClientPorts clientPorts,
    SessionLimits sessions,
    RequestLimits requests,
    TreeSettings tree,
    SnapshotSettings snapshots,
    LogSettings log,
    Access access,
    Ensemble ensemble,
    PluginSelection plugins,
    PluginConfigs pluginConfigs,
    EffectiveConfig effective) {}
