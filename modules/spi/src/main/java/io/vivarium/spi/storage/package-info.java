/** The storage SPI: a log of txns and snapshots. Provider: {@link io.vivarium.spi.storage.StorageProvider}; instance: {@link io.vivarium.spi.storage.Storage}; TCK: {@code StorageTck}. */
@NullMarked
package io.vivarium.spi.storage;

import org.jspecify.annotations.NullMarked;
