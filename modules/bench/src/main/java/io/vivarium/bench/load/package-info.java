/**
 * Loads servers and measures them: {@link io.vivarium.bench.load.Experiments} are what can be measured, {@link
 * io.vivarium.bench.load.Figures} what comes of it. Start reading at {@link io.vivarium.bench.load.Experiment} and {@code LoadRun}.
 */
@NullMarked
package io.vivarium.bench.load;

import org.jspecify.annotations.NullMarked;
