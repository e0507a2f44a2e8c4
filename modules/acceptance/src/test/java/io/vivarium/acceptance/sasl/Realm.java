package io.vivarium.acceptance.sasl;

import java.nio.file.Path;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

/** A realm of Kerberos: a KDC in this process, at a free port, known to this process and to servers that are started with its flag. */
final class Realm implements AutoCloseable {
  static final String NAME = "EXAMPLE.ORG";

  private final SimpleKdcServer kdc;
  private final Path directory;

  Realm(Path directory) throws KrbException {
    this.directory = directory;
    kdc = new SimpleKdcServer();
    kdc.setKdcRealm(NAME);
    kdc.setKdcHost("localhost");
    kdc.setAllowUdp(false);
    kdc.setWorkDir(directory.toFile());
    kdc.init();
    kdc.start();
    System.setProperty("java.security.krb5.conf", configuration());
  }

  /** The krb5.conf of the realm. */
  String configuration() {
    return directory.resolve("krb5.conf").toString();
  }

  /** The keytab of a principal, both of which are made. */
  String keytab(String principal) throws KrbException {
    Path keytab = directory.resolve(principal.replace('/', '-') + ".keytab");
    kdc.createPrincipal(principal + "@" + NAME);
    kdc.exportPrincipal(principal + "@" + NAME, keytab.toFile());
    return keytab.toString();
  }

  /** The lines of a section of a JAAS file that logs in as a principal. */
  String section(String name, String principal) throws KrbException {
    return """
    %s {
      com.sun.security.auth.module.Krb5LoginModule required
      useKeyTab=true keyTab="%s" storeKey=true useTicketCache=false principal="%s@%s";
    };
    """
        .formatted(name, keytab(principal), principal, NAME);
  }

  @Override
  public void close() throws KrbException {
    System.clearProperty("java.security.krb5.conf");
    kdc.stop();
  }
}
