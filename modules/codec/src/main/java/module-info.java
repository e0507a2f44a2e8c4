/** The jute byte forms of the model types: client protocol, txns, snapshot sections. Every length is bounded before anything is allocated for it. */
module io.vivarium.codec {
  requires static transitive org.jspecify;
  requires transitive io.vivarium.model;

  exports io.vivarium.codec;
}
