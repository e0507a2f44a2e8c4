/** The command {@code vivarium status}: a whole ensemble on one screen, through the four-letter words. */
@NullMarked
package io.vivarium.tools.status;

import org.jspecify.annotations.NullMarked;
