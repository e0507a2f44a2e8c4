/** The command {@code vivarium txnlog}. */
@NullMarked
package io.vivarium.tools.log;

import org.jspecify.annotations.NullMarked;
