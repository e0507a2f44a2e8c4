/** Servers that the benchmark starts itself, to compare them on the same machine with the same configuration. */
@NullMarked
package io.vivarium.bench.server;

import org.jspecify.annotations.NullMarked;
