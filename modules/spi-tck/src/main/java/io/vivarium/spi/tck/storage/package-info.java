/**
 * The suite of the storage SPI. Extend {@link io.vivarium.spi.tck.storage.StorageTck}, say how a storage is created and how a crash of
 * the machine looks, and every promise of {@link io.vivarium.spi.storage} is a test of yours.
 */
@NullMarked
package io.vivarium.spi.tck.storage;

import org.jspecify.annotations.NullMarked;
