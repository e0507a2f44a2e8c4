package io.vivarium.kernel.plugin;

import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.transport.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plugins that configuration asks for.
 *
 * @param metrics shows figures; null when nobody asked for it
 * @param audit keeps who changed what; null when nobody asked for it
 * @param storage keeps log and snapshots
 * @param auth authenticate clients, in the order in which they are asked
 * @param consensus orders txns
 * @param transport carries connections
 * @param commands bring commands for operators
 * @param admin let operators ask
 */
record SelectedPlugins(
    @Nullable InstalledPlugin<MetricsExporter> metrics,
    @Nullable InstalledPlugin<AuditLog> audit,
    InstalledPlugin<Storage> storage,
    List<InstalledPlugin<Authentication>> auth,
    InstalledPlugin<Consensus> consensus,
    InstalledPlugin<Transport> transport,
    List<InstalledPlugin<AdminCommands>> commands,
    List<InstalledPlugin<AdminEndpoint>> admin) {
  SelectedPlugins {
    auth = List.copyOf(auth);
    commands = List.copyOf(commands);
    admin = List.copyOf(admin);
  }
}
