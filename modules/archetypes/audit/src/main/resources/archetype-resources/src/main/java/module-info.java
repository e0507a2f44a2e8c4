/** An audit log: a file with one JSON object a line. */
module ${package} {
  requires static org.jspecify;
  requires io.vivarium.spi;

  provides io.vivarium.spi.audit.AuditProvider with
      ${package}.JsonLinesProvider;
}
