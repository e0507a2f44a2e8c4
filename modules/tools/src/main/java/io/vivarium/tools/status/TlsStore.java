package io.vivarium.tools.status;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Certificates, or a key with its certificates, in files: PEM, PKCS #12 or JKS.
 *
 * @param files of PEM, which count as one text; a store of another form is one file
 * @param password of the store; empty when it has none
 */
record TlsStore(List<Path> files, String password) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final long LARGEST_FILE = 16 << 20;

  TlsStore {
    files = List.copyOf(files);
  }

  static TlsStore of(Path file, String password) {
    return new TlsStore(List.of(file), password);
  }

  /** The certificates in it, as whom to trust. */
  KeyStore trusted() throws IOException, GeneralSecurityException {
    String text = text();
    if (!isPem(text)) {
      return KeyStore.getInstance(files.getFirst().toFile(), password.toCharArray());
    }
    KeyStore store = empty();
    for (Certificate certificate : certificates(text)) {
      store.setCertificateEntry("trusted-" + store.size(), certificate);
    }
    if (store.size() == 0) {
      throw new IOException(this + " has no certificate (BEGIN CERTIFICATE)");
    }
    return store;
  }

  /** The key in it and the certificates that go with it, as who one is. */
  KeyStore own() throws IOException, GeneralSecurityException {
    String text = text();
    if (!isPem(text)) {
      return KeyStore.getInstance(files.getFirst().toFile(), password.toCharArray());
    }
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals("PRIVATE KEY")) {
        KeyStore store = empty();
        store.setKeyEntry(
            "own",
            key(Base64.getMimeDecoder().decode(block.group(2))),
            password.toCharArray(),
            certificates(text).toArray(Certificate[]::new));
        return store;
      }
    }
    throw new IOException(this + " has no unencrypted PKCS #8 private key (BEGIN PRIVATE KEY)");
  }

  /** The files, for people. */
  @Override
  public String toString() {
    return files.stream().map(Path::toString).collect(Collectors.joining(" with "));
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static boolean isPem(String text) {
    return text.contains("-----BEGIN ");
  }

  private String text() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files) {
      if (Files.size(file) > LARGEST_FILE) {
        throw new IOException(
            file
                + " has more than "
                + LARGEST_FILE
                + " bytes: it is neither keys nor certificates");
      }
      text.append(Files.readString(file, StandardCharsets.ISO_8859_1)).append('\n');
    }
    return text.toString();
  }

  private static List<Certificate> certificates(String text) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals("CERTIFICATE")) {
        byte[] der = Base64.getMimeDecoder().decode(block.group(2));
        certificates.add(factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    }
    return certificates;
  }

  private static PrivateKey key(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // Of another kind, perhaps.
      }
    }
    throw new InvalidKeySpecException("the private key is neither EC, RSA nor EdDSA");
  }
}
