/** The audit log: who changed what, as lines of text or JSON, in files of bounded size or in the log. */
module io.vivarium.audit.log {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires io.vivarium.spi;
  requires org.slf4j;

  provides io.vivarium.spi.audit.AuditProvider with
      io.vivarium.audit.log.AuditLogProvider;
}
