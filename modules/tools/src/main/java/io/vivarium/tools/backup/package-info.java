/** The commands {@code vivarium backup}, {@code vivarium restore} and {@code vivarium purge}. */
@NullMarked
package io.vivarium.tools.backup;

import org.jspecify.annotations.NullMarked;
