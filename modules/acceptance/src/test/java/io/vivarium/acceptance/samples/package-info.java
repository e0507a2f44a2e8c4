/** The sample configurations of the package, each started as it is. */
@NullMarked
package io.vivarium.acceptance.samples;

import org.jspecify.annotations.NullMarked;
