/** A certificate authority for one ensemble, and the command that sets it up. */
module io.vivarium.certificates {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  exports io.vivarium.certificates;

  // Commands are filled in from the command line by reflection.
  opens io.vivarium.certificates.command to
      info.picocli;
}
