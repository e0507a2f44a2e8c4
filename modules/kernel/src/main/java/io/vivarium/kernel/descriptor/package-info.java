/**
 * What a plugin says of itself in its {@code plugin.properties} ({@link io.vivarium.kernel.descriptor.PluginDescriptor}), for the server
 * that loads it and for the command that installs it: neither believes a text that the other would refuse.
 *
 * <p>Immutable values; any thread.
 */
@NullMarked
package io.vivarium.kernel.descriptor;

import org.jspecify.annotations.NullMarked;
