/** Just enough of ZooKeeper's client protocol to load a server: requests written into the buffer that is sent, replies skimmed. */
@NullMarked
package io.vivarium.bench.wire;

import org.jspecify.annotations.NullMarked;
