package io.vivarium.consensus.zab.link;

import java.nio.ByteBuffer;

/** What waits to leave on a link. */
sealed interface Outgoing {
  /** Packets. The buffer is this entry's own, its content may be shared with other links. */
  record Packets(ByteBuffer bytes) implements Outgoing {}

  /** The state, as it is when it is its turn. */
  record State() implements Outgoing {}
}
