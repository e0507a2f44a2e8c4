/** SASL conversations, and the JAAS files that configure them. */
module io.vivarium.sasl {
  requires static transitive org.jspecify;
  requires transitive java.security.sasl;
  requires java.security.jgss;

  exports io.vivarium.sasl;
}
