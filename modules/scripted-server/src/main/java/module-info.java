/** The server's end of a connection, played by the tests of clients. */
module io.vivarium.scripted.server {
  requires static transitive org.jspecify;
  requires io.vivarium.codec;
  requires transitive io.vivarium.model;

  exports io.vivarium.scripted.server;
}
