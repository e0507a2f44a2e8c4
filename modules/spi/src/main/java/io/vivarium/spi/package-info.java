/** What every plugin has to do with: providers, configuration keys, what the host hands out, how failures are told. One package per SPI below: {@link io.vivarium.spi.transport}, {@link io.vivarium.spi.storage}, {@link io.vivarium.spi.auth}, {@link io.vivarium.spi.audit}, {@link io.vivarium.spi.consensus}, {@link io.vivarium.spi.exporter}, {@link io.vivarium.spi.admin}. A plugin depends on this module and the model and on nothing else of Vivarium. */
@NullMarked
package io.vivarium.spi;

import org.jspecify.annotations.NullMarked;
