/**
 * Transaction log and snapshots in memory, for tests and for throw-away servers. {@link io.vivarium.storage.memory.MemoryStorage} is the
 * storage; {@link io.vivarium.storage.memory.MemoryPlace} is what it stores to, which outlives it and can crash. A place that
 * configuration names ({@code memory.place}) lives as long as the process; a nameless one as long as its storage.
 */
@NullMarked
package io.vivarium.storage.memory;

import org.jspecify.annotations.NullMarked;
