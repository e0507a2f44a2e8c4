package io.vivarium.kernel.admin;

import org.jspecify.annotations.Nullable;

/** A configuration with ZooKeeper's defaults for what a test does not care about. */
record FakeConfiguration(
    int clientPort, String dataDir, long dataDirSize, @Nullable Ensemble ensemble)
    implements ConfigurationView {
  @Override
  public int secureClientPort() {
    return -1;
  }

  @Override
  public String dataLogDir() {
    return dataDir;
  }

  @Override
  public long dataLogSize() {
    return dataDirSize;
  }

  @Override
  public int tickTimeMs() {
    return 2_000;
  }

  @Override
  public int maxClientConnections() {
    return 60;
  }

  @Override
  public int minSessionTimeoutMs() {
    return 4_000;
  }

  @Override
  public int maxSessionTimeoutMs() {
    return 40_000;
  }

  @Override
  public int clientPortListenBacklog() {
    return -1;
  }

  @Override
  public long serverId() {
    return ensemble == null ? 0 : ensemble.quorumPort() - 22_040;
  }

  @Override
  public String initialText() {
    return "tickTime=2000\n";
  }
}
