package io.vivarium.certificates.command;

import io.vivarium.certificates.Credentials;
import io.vivarium.certificates.Pem;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** The directory in which the certificates of an ensemble and their keys lie, the keys readable by their owner only. */
final class CertificateFiles {
  /** The name of the authority's files. */
  static final String AUTHORITY = "ca";

  private final Path directory;
  private final NewFiles.Content content;

  private CertificateFiles(Path directory, NewFiles.Content content) {
    this.directory = directory;
    this.content = content;
  }

  /** Those in a directory, which is made when it is not there; {@code content} fills new ones. */
  static CertificateFiles in(Path directory, NewFiles.Content content) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (FileSystemException e) {
      throw new IOException("cannot make the directory " + directory + ": " + e, e);
    }
    return new CertificateFiles(directory.toAbsolutePath().normalize(), content);
  }

  Path certificateFile(String name) {
    return directory.resolve(fileName(name) + ".pem");
  }

  Path keyFile(String name) {
    return directory.resolve(fileName(name) + ".key");
  }

  /** Key and certificate in one file. */
  Path storeFile(String name) {
    return directory.resolve(fileName(name) + ".store.pem");
  }

  /** IPv6 addresses have colons, which not every file system takes. */
  private static String fileName(String name) {
    return name.replace(':', '_');
  }

  /** Whether key and certificate are there; an error when one is without the other. */
  boolean has(String name) throws IOException {
    boolean key = Files.exists(keyFile(name));
    if (key != Files.exists(certificateFile(name))) {
      throw new IOException(
          "of "
              + keyFile(name)
              + " and "
              + certificateFile(name)
              + " only one is there; bring the other back, or remove it and run this again");
    }
    return key;
  }

  boolean hasStore(String name) {
    return Files.exists(storeFile(name));
  }

  /**
   * Key and certificate that are there.
   *
   * @param issuer the certificate of their authority
   * @throws IOException when they are torn, damaged or of different pairs; it says what to remove
   */
  Credentials read(String name, X509Certificate issuer) throws IOException {
    String advice = "remove " + keyFile(name) + " and " + certificateFile(name);
    advice += hasStore(name) ? " and " + storeFile(name) : "";
    advice += ", and run this again to have new ones";
    PrivateKey key = read(keyFile(name), Pem::key, advice);
    X509Certificate certificate = read(certificateFile(name), Pem::certificate, advice);
    if (!Pem.belongTogether(key, certificate)) {
      throw new IOException(
          keyFile(name) + " is not the key of " + certificateFile(name) + "; " + advice);
    }
    return new Credentials(key, certificate, issuer);
  }

  /**
   * Looks at a store that is there.
   *
   * @throws IOException when it is torn, damaged or of something else; it says what to remove
   */
  void checkStore(String name, Credentials credentials) throws IOException {
    Path store = storeFile(name);
    String advice = "remove " + store + ", and run this again to have it made anew";
    PrivateKey key = read(store, Pem::key, advice);
    X509Certificate certificate = read(store, Pem::certificate, advice);
    if (!certificate.equals(credentials.certificate()) || !Pem.belongTogether(key, certificate)) {
      throw new IOException(
          store
              + " is not made of "
              + keyFile(name)
              + " and "
              + certificateFile(name)
              + "; "
              + advice);
    }
  }

  private static <T> T read(Path file, Form<T> form, String advice) throws IOException {
    // Any byte is a character of this charset: what is no text is then found to be no PEM.
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      return form.read(text);
    } catch (FileSystemException e) {
      throw new IOException(
          file + " cannot be read: " + e + "; let this user read it, or " + advice, e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be used: " + e.getMessage() + "; " + advice, e);
    }
  }

  String key(String name) throws IOException {
    return Files.readString(keyFile(name));
  }

  String certificate(String name) throws IOException {
    return Files.readString(certificateFile(name));
  }

  /** Key and certificate: both, or on failure none. */
  void write(String name, Credentials credentials) throws IOException {
    try (NewFiles files = new NewFiles(content)) {
      addPair(files, name, credentials);
      files.place();
    }
  }

  /** Key, certificate and the store of both: all, or on failure none; an error when the store is there already. */
  void writeWithStore(String name, Credentials credentials) throws IOException {
    if (hasStore(name)) {
      throw new IOException(
          storeFile(name)
              + " is there without "
              + keyFile(name)
              + " and "
              + certificateFile(name)
              + "; bring them back, or remove it and run this again");
    }
    try (NewFiles files = new NewFiles(content)) {
      addPair(files, name, credentials);
      files.add(storeFile(name), credentials.storePem(), ownerOnly());
      files.place();
    }
  }

  void writeStore(String name, Credentials credentials) throws IOException {
    try (NewFiles files = new NewFiles(content)) {
      files.add(storeFile(name), credentials.storePem(), ownerOnly());
      files.place();
    }
  }

  private void addPair(NewFiles files, String name, Credentials credentials) throws IOException {
    files.add(keyFile(name), credentials.keyPem(), ownerOnly());
    files.add(certificateFile(name), credentials.certificatePem());
  }

  private FileAttribute<?>[] ownerOnly() {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** What is read from PEM. */
  @FunctionalInterface
  private interface Form<T> {
    T read(Reader pem) throws IOException;
  }
}
