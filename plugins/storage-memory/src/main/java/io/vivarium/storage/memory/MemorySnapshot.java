package io.vivarium.storage.memory;

import java.util.List;

/**
 * A finished snapshot.
 *
 * @param bytes everything written; never changed
 * @param seals offsets at which a seal was put, ascending
 */
record MemorySnapshot(byte[] bytes, List<Integer> seals) {}
