package io.vivarium.transport.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Where a private key with its certificate, or certificates to trust, are read from. */
sealed interface KeySource {
  /** Protects entries in memory only, where a key store asks for something. */
  char[] IN_MEMORY = "in memory".toCharArray();

  /**
   * A store with a private key and its certificates.
   *
   * @throws IOException with a message that names the file and what is wrong with it
   */
  Loaded keys() throws IOException, GeneralSecurityException;

  /** A store with certificates to trust. */
  KeyStore trusted() throws IOException, GeneralSecurityException;

  /** Everything that is read. */
  List<Path> files();

  /**
   * A store with keys.
   *
   * @param password of the keys in it
   */
  record Loaded(KeyStore store, char[] password) {}

  /**
   * A key store or trust store, as ZooKeeper's keys name them.
   *
   * @param file the file
   * @param type its format
   * @param password of the store and of the keys in it
   */
  record Store(Path file, StoreType type, Password password) implements KeySource {
    @Override
    public Loaded keys() throws IOException, GeneralSecurityException {
      return switch (type) {
        case PEM -> new PemPair(file, file, password).keys();
        case JKS, PKCS12, BCFKS -> {
          KeyStore store = load();
          for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
              yield new Loaded(store, password.read());
            }
          }
          throw new IOException(file + " holds no private key");
        }
      };
    }

    @Override
    public KeyStore trusted() throws IOException, GeneralSecurityException {
      KeyStore store =
          switch (type) {
            case PEM -> new PemPair(file, file, password).trusted();
            case JKS, PKCS12, BCFKS -> load();
          };
      for (String alias : Collections.list(store.aliases())) {
        if (store.getCertificate(alias) != null) {
          return store;
        }
      }
      throw new IOException(file + " holds no certificate to trust");
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
      KeyStore store =
          switch (type) {
            case JKS, PKCS12, PEM -> KeyStore.getInstance(type.name());
            case BCFKS -> KeyStore.getInstance(type.name(), new BouncyCastleProvider());
          };
      byte[] bytes = SmallFile.read(file);
      char[] secret = password.read();
      // Without a password a JKS file is taken as it is; of others it is part of the format.
      boolean unchecked = secret.length == 0 && type == StoreType.JKS;
      try {
        store.load(new ByteArrayInputStream(bytes), unchecked ? null : secret);
      } catch (IOException | RuntimeException e) {
        throw new IOException(
            file
                + " cannot be opened as a store of the type "
                + type
                + ": is the password right, and the type? ("
                + e.getMessage()
                + ")",
            e);
      }
      return store;
    }

    @Override
    public List<Path> files() {
      return Stream.of(file, password.file()).filter(Objects::nonNull).toList();
    }
  }

  /**
   * PEM files.
   *
   * @param certificates a certificate with those of its authorities behind it, or certificates to trust
   * @param key the private key
   * @param password of the private key
   */
  record PemPair(Path certificates, Path key, Password password) implements KeySource {
    @Override
    public Loaded keys() throws IOException, GeneralSecurityException {
      List<X509Certificate> chain = PemFile.read(certificates).certificates();
      PrivateKey privateKey = PemFile.read(key).key(password.read());
      KeyPairs.check(privateKey, chain.getFirst(), key, certificates);
      KeyStore store = empty();
      store.setKeyEntry("key", privateKey, IN_MEMORY, chain.toArray(X509Certificate[]::new));
      return new Loaded(store, IN_MEMORY);
    }

    @Override
    public KeyStore trusted() throws IOException, GeneralSecurityException {
      KeyStore store = empty();
      int number = 0;
      for (X509Certificate certificate : PemFile.read(certificates).certificates()) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      return store;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    }

    @Override
    public List<Path> files() {
      return Stream.of(certificates, key, password.file())
          .filter(Objects::nonNull)
          .distinct()
          .toList();
    }
  }
}
