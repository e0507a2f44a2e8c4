package io.vivarium.spi.consensus;

import java.nio.ByteBuffer;

/**
 * A txn on its way: prepared on the primary, opaque to the engine. The bytes are encoded once and shared by log, peers and memory.
 *
 * @param zxid its place in the order
 * @param txn the bytes, read-only; users take their own position through {@link ByteBuffer#duplicate()}
 */
public record Proposal(long zxid, ByteBuffer txn) {}
