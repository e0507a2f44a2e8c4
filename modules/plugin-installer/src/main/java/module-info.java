/** The command {@code vivarium plugin}. */
module io.vivarium.plugin.installer {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires io.vivarium.kernel;
  requires io.vivarium.spi;
  requires java.compiler;
  requires java.net.http;
  requires java.xml;
  requires org.bouncycastle.pg;
  requires org.bouncycastle.provider;

  // Options are filled in from the command line by reflection.
  opens io.vivarium.plugin.installer to
      info.picocli;
}
