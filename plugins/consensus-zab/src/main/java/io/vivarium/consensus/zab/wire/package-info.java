/**
 * The bytes of what servers tell each other. Every length is bounded before it is believed. Quorum connections: {@link
 * io.vivarium.consensus.zab.wire.QuorumCodec}. Election connections: {@link io.vivarium.consensus.zab.wire.InitialMessage} once, then
 * {@link io.vivarium.consensus.zab.wire.NotificationCodec}. In front of either where servers authenticate each other: {@code QuorumAuthPacket}.
 */
@NullMarked
package io.vivarium.consensus.zab.wire;

import org.jspecify.annotations.NullMarked;
