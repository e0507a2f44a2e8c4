package io.vivarium.bench.server;

import io.vivarium.bench.load.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A key and a certificate that has signed itself, made for one measurement: servers and clients on this machine show it to each other
 * and trust it alone. Every server is given it in the same lines.
 *
 * @param directory where the files are
 */
public record Identity(Path directory) {
  private static final String ALIAS = "bench";

  /** Of a key that is thrown away a minute later; that of stores may not be empty. */
  private static final String PASSWORD = "for-a-measurement";

  private static final String KEYS = "keys.p12";
  private static final String TRUST = "trust.p12";
  private static final String CERTIFICATE = "certificate.pem";
  private static final String KEY = "key.pem";

  /**
   * Makes one with the program {@code keytool} of this Java.
   *
   * @param directory is made if need be; must not hold one already
   */
  public static Identity make(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path keys = directory.resolve(KEYS);
    Process keytool = new ProcessBuilder(command(keys)).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool could not make a certificate in " + directory + ": " + said);
    }
    try {
      char[] password = PASSWORD.toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(keys)) {
        store.load(in, password);
      }
      Certificate certificate = store.getCertificate(ALIAS);
      pem(directory.resolve(CERTIFICATE), "CERTIFICATE", certificate.getEncoded());
      pem(directory.resolve(KEY), "PRIVATE KEY", store.getKey(ALIAS, password).getEncoded());
      KeyStore trust = KeyStore.getInstance("PKCS12");
      trust.load(null, password);
      trust.setCertificateEntry(ALIAS, certificate);
      try (OutputStream out = Files.newOutputStream(directory.resolve(TRUST))) {
        trust.store(out, password);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate in " + keys + " cannot be used: " + e, e);
    }
    return new Identity(directory);
  }

  private static List<String> command(Path keys) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        ALIAS,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        keys.toString(),
        "-storepass",
        PASSWORD);
  }

  private static void pem(Path file, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }

  /** The lines of a server's configuration; ZooKeeper needs the last one. */
  Map<String, String> settings() {
    return Map.of(
        "ssl.keyStore.location",
        directory.resolve(KEYS).toString(),
        "ssl.keyStore.password",
        PASSWORD,
        "ssl.trustStore.location",
        directory.resolve(TRUST).toString(),
        "ssl.trustStore.password",
        PASSWORD,
        "serverCnxnFactory",
        "org.apache.zookeeper.server.NettyServerCnxnFactory");
  }

  /** How clients connect. */
  public Tls client() {
    Path certificate = directory.resolve(CERTIFICATE);
    return new Tls(certificate, certificate, directory.resolve(KEY));
  }
}
