package io.vivarium.kernel.plugin;

import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.transport.Transport;
import java.util.List;

/**
 * The plugins that configuration asks for.
 *
 * @param storage keeps log and snapshots
 * @param auth authenticate clients, in the order in which they are asked
 * @param consensus orders txns
 * @param transport carries connections
 */
record SelectedPlugins(
    InstalledPlugin<Storage> storage,
    List<InstalledPlugin<Authentication>> auth,
    InstalledPlugin<Consensus> consensus,
    InstalledPlugin<Transport> transport) {
  SelectedPlugins {
    auth = List.copyOf(auth);
  }
}
