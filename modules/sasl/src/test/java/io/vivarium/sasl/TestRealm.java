package io.vivarium.sasl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

/** A realm of Kerberos with a KDC in this process, at a free port. */
final class TestRealm implements AutoCloseable {
  static final String NAME = "EXAMPLE.ORG";

  private final SimpleKdcServer kdc;
  private final Path directory;

  TestRealm(Path directory) throws KrbException {
    this.directory = directory;
    kdc = new SimpleKdcServer();
    kdc.setKdcRealm(NAME);
    kdc.setKdcHost("localhost");
    kdc.setAllowUdp(false);
    kdc.setWorkDir(directory.toFile());
    kdc.init();
    kdc.start();
    System.setProperty("java.security.krb5.conf", directory.resolve("krb5.conf").toString());
  }

  /** A section that logs in as a principal, by a keytab that is made for it. */
  LoginSection section(String principal) throws Exception {
    return section(principal, keytab(principal));
  }

  Path keytab(String principal) throws KrbException {
    Path keytab = directory.resolve(principal.replace('/', '-') + ".keytab");
    kdc.createPrincipal(principal + "@" + NAME);
    kdc.exportPrincipal(principal + "@" + NAME, keytab.toFile());
    return keytab;
  }

  LoginSection section(String principal, Path keytab) throws LoginFileException {
    try {
      Path file =
          Files.writeString(
              directory.resolve("jaas.conf"),
              """
              Section {
                com.sun.security.auth.module.Krb5LoginModule required
                useKeyTab=true keyTab="%s" storeKey=true useTicketCache=false principal="%s";
              };
              """
                  .formatted(keytab, principal));
      LoginSection section = LoginSection.find(file, "Section");
      if (section == null) {
        throw new AssertionError("no section");
      }
      return section;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws KrbException {
    kdc.stop();
    System.clearProperty("java.security.krb5.conf");
  }
}
