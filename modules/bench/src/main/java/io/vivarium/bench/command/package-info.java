/** The command line: {@code vivarium bench run}, {@code compare} and {@code failover}. */
@NullMarked
package io.vivarium.bench.command;

import org.jspecify.annotations.NullMarked;
