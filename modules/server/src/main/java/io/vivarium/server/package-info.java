/** The composition root and the command line. */
@NullMarked
package io.vivarium.server;

import org.jspecify.annotations.NullMarked;
