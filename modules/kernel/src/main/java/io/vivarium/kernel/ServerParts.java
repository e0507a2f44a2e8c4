package io.vivarium.kernel;

import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.storage.Storage;
import java.util.List;

/**
 * The plugins a server runs on, started, in the hands of whoever started them.
 */
record ServerParts(Storage storage, List<Authentication> authentications, Consensus consensus) {}
