/**
 * Rules over the whole product that no compiler knows: who may depend on whom, what the pure modules may not touch, names, sizes,
 * documentation. {@link io.vivarium.architecture.Module} holds the table that the rules are about; {@link
 * io.vivarium.architecture.SourceTree} reads sources, {@link io.vivarium.architecture.Product} class files.
 */
@NullMarked
package io.vivarium.architecture;

import org.jspecify.annotations.NullMarked;
