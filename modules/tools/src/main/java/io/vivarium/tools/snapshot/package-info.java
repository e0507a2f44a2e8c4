/** The command {@code vivarium snapshot}. */
@NullMarked
package io.vivarium.tools.snapshot;

import org.jspecify.annotations.NullMarked;
