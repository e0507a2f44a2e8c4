/** Transaction log and snapshots in memory, for tests and for throw-away servers. */
@NullMarked
package io.vivarium.storage.memory;

import org.jspecify.annotations.NullMarked;
