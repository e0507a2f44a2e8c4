/** Loads a server: workloads, closed and open loops, and what is measured meanwhile. Start reading at {@link io.vivarium.bench.load.LoadRun}. */
@NullMarked
package io.vivarium.bench.load;

import org.jspecify.annotations.NullMarked;
