/** Distributions that are not ours: the examples, built by the recipe and started as their users would. */
@NullMarked
package io.vivarium.acceptance.distributions;

import org.jspecify.annotations.NullMarked;
