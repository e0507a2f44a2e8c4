/**
 * The bytes of what servers tell each other. Every length is bounded before it is believed. Start reading at {@code QuorumCodec}: the
 * packets between a leader and its learners.
 */
@NullMarked
package io.vivarium.consensus.zab.wire;

import org.jspecify.annotations.NullMarked;
