/** The engine {@code zab}: sockets, timers and epoch files around the pure core in {@code modules/zab}. */
@NullMarked
package io.vivarium.consensus.zab;

import org.jspecify.annotations.NullMarked;
