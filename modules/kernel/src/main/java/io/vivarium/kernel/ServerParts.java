package io.vivarium.kernel;

import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.transport.Transport;
import java.util.List;

/**
 * The plugins a server runs on, started, in the hands of whoever started them.
 *
 * @param transport between servers; whoever holds the core binds the ports for clients
 */
record ServerParts(
    Storage storage,
    List<Authentication> authentications,
    Transport transport,
    Consensus consensus) {}
