/** What a plugin may implement and what it is handed: interfaces, records and error types, free of library types. */
module io.vivarium.spi {
  requires static org.jspecify;
  requires transitive io.vivarium.model;
}
