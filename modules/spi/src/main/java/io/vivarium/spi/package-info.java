/**
 * What every plugin has to do with: providers, configuration keys, what the host hands out, how failures are told. One package per SPI
 * below: {@link io.vivarium.spi.transport}, {@link io.vivarium.spi.storage}, {@link io.vivarium.spi.auth}, {@link
 * io.vivarium.spi.audit}, {@link io.vivarium.spi.consensus}, {@link io.vivarium.spi.exporter}, {@link io.vivarium.spi.admin}. A plugin
 * depends on this module and the model and on nothing else of Vivarium.
 *
 * <h2>Life</h2>
 *
 * <p>The host finds a {@link io.vivarium.spi.PluginProvider} with {@link java.util.ServiceLoader}, asks it for its id and its
 * configuration keys, and, if configuration selects it, for an instance: {@code create}, then whatever the SPI hands over before the
 * start ({@code attach}), then {@link io.vivarium.spi.Plugin#start}, and at the end {@link io.vivarium.spi.Plugin#close}. All instances of
 * a server are created before the first starts. They start in this order: metrics, audit, storage, authentication, transport, consensus,
 * commands, admin; they stop in reverse. Metrics, audit, authentication, commands and admin may be loaded anew while the server runs:
 * then a second instance, of other classes, is created and started beside the first or after it, and the first is closed.
 *
 * <h2>Threads</h2>
 *
 * <p>Each of these calls is made on a thread of its own, which may block for as long as the host's limits say, one after the other:
 * each sees what the one before did. Its context class loader is that of the plugin. Which threads call an instance while it runs, and
 * whether it may block them, is said with each method. Threads of the plugin come from {@link io.vivarium.spi.PluginContext#threads}.
 *
 * <h2>Failures</h2>
 *
 * <p>A plugin that knows why it cannot be created or started throws a {@link io.vivarium.spi.PluginException}, whose message is for the
 * operator and whose reason becomes the exit code: the server does not start. Anything else that comes out of a call (runtime exceptions,
 * errors), a call that does not come back and a null where none may be are faults: the host names the plugin in its log, goes on
 * without it where its kind allows that, and stops with exit code 1 where it does not. While it runs, a plugin that cannot go on tells {@link
 * io.vivarium.spi.PluginContext#fatalErrors}; storages throw {@link io.vivarium.spi.storage.StorageException}.
 *
 * <h2>Versions</h2>
 *
 * <p>{@link io.vivarium.spi.PluginProvider#SPI_VERSION} counts incompatible changes of any SPI. Within a version, types gain default
 * methods, records and enums of this module stay as they are, and no method changes what it promises: what was compiled against an older
 * release runs with a newer one. A plugin's descriptor says with which versions it works.
 */
@NullMarked
package io.vivarium.spi;

import org.jspecify.annotations.NullMarked;
