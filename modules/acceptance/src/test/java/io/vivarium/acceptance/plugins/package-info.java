/** Plugins of others, from a package to a running server and away again. */
@NullMarked
package io.vivarium.acceptance.plugins;

import org.jspecify.annotations.NullMarked;
