/** Who signed a package, and whose signature counts here: OpenPGP, of which nothing is implemented here but by Bouncy Castle. */
@NullMarked
package io.vivarium.plugin.installer.trust;

import org.jspecify.annotations.NullMarked;
