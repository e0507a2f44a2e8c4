/** The program {@code vivarium bench}. */
@NullMarked
package io.vivarium.bench;

import org.jspecify.annotations.NullMarked;
