/** What every admin endpoint, and every set of admin commands, must do. */
@NullMarked
package io.vivarium.spi.tck.admin;

import org.jspecify.annotations.NullMarked;
