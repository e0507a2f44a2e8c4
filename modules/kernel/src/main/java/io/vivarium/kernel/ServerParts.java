package io.vivarium.kernel;

import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.transport.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plugins a server runs on, started, in the hands of whoever started them.
 *
 * @param transport between servers; whoever holds the core binds the ports for clients
 * @param audit who is told of every write; null when nobody is
 */
record ServerParts(
    Storage storage,
    List<Authentication> authentications,
    Transport transport,
    Consensus consensus,
    @Nullable AuditLog audit) {}
