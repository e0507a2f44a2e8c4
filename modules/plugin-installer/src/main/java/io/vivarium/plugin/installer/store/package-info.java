/**
 * The directory of plugins, changed so that a kill at any moment leaves each plugin as it was or as it was to be: everything is written to a
 * hidden directory beside the others, forced to the disk, and made visible by one rename. {@link
 * io.vivarium.plugin.installer.store.PluginStore} tells the order of steps.
 */
@NullMarked
package io.vivarium.plugin.installer.store;

import org.jspecify.annotations.NullMarked;
