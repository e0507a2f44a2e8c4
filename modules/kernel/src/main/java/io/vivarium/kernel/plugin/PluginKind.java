package io.vivarium.kernel.plugin;

import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.admin.AdminEndpointProvider;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.audit.AuditProvider;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageProvider;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import java.util.List;

/**
 * What a plugin can be: one of the SPIs.
 *
 * @param name the word in a plugin's descriptor and in configuration, as in {@code storage=filelog}
 * @param provider the service that a plugin of this kind registers
 * @param optional whether a server can serve clients as they expect without it
 * @param <T> what such a plugin is
 */
record PluginKind<T extends Plugin>(
    String name, Class<? extends PluginProvider<T>> provider, boolean optional) {
  /** Shows figures to the world outside. */
  static final PluginKind<MetricsExporter> METRICS =
      new PluginKind<>("metrics", MetricsExporterProvider.class, true);

  /** Keeps who changed what. */
  static final PluginKind<AuditLog> AUDIT = new PluginKind<>("audit", AuditProvider.class, true);

  /** Keeps log and snapshots. */
  static final PluginKind<Storage> STORAGE =
      new PluginKind<>("storage", StorageProvider.class, false);

  /** Authenticates clients. */
  static final PluginKind<Authentication> AUTH =
      new PluginKind<>("auth", AuthenticationProvider.class, false);

  /** Orders txns. */
  static final PluginKind<Consensus> CONSENSUS =
      new PluginKind<>("consensus", ConsensusProvider.class, false);

  /** Carries byte streams. */
  static final PluginKind<Transport> TRANSPORT =
      new PluginKind<>("transport", TransportProvider.class, false);

  /** Brings commands for operators. */
  static final PluginKind<AdminCommands> COMMANDS =
      new PluginKind<>("command", AdminCommandsProvider.class, true);

  /** Lets operators ask. */
  static final PluginKind<AdminEndpoint> ADMIN =
      new PluginKind<>("admin", AdminEndpointProvider.class, true);

  /**
   * All kinds in the order in which they start; they stop in reverse. Consensus comes after transport, which carries it. Metrics and audit stand before these, as everybody
   * reports to them; the admin endpoint after them, as it shows the others.
   */
  static final List<PluginKind<?>> START_ORDER =
      List.of(METRICS, AUDIT, STORAGE, AUTH, TRANSPORT, CONSENSUS, COMMANDS, ADMIN);

  /** The kind of this name, which a descriptor was allowed to say. */
  static PluginKind<?> named(String name) {
    return START_ORDER.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind of plugin is called " + name));
  }
}
