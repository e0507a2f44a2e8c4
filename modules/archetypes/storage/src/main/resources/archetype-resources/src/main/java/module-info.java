/** A storage in memory. */
module ${package} {
  requires static org.jspecify;
  requires io.vivarium.spi;

  provides io.vivarium.spi.storage.StorageProvider with
      ${package}.HeapProvider;
}
