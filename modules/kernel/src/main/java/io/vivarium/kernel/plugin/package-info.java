/**
 * How plugins come into the server and leave it again: found ({@link io.vivarium.kernel.plugin.PluginCatalog}), chosen by
 * configuration ({@code PluginSelector}), created, started and stopped ({@link
 * io.vivarium.kernel.plugin.Lifecycle}).
 *
 * <p>A plugin is a directory with a descriptor and jars, loaded into a module layer or a class loader of its own, or a provider
 * that stands beside the server on its module path or class path, as in tests and where the server is embedded. Everything goes
 * through {@link java.util.ServiceLoader}; the server's own plugins come the same way as anybody's.
 *
 * <p>Everything here runs on the thread that starts the server.
 */
@NullMarked
package io.vivarium.kernel.plugin;

import org.jspecify.annotations.NullMarked;
