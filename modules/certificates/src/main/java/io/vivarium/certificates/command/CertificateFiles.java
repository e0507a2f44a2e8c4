package io.vivarium.certificates.command;

import io.vivarium.certificates.Credentials;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory in which the certificates of an ensemble and their keys lie, the keys readable by their owner only. */
final class CertificateFiles {
  /** The name of the authority's files. */
  static final String AUTHORITY = "ca";

  private final Path directory;

  private CertificateFiles(Path directory) {
    this.directory = directory;
  }

  static CertificateFiles in(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (FileSystemException e) {
      throw new IOException("cannot make the directory " + directory + ": " + e, e);
    }
    return new CertificateFiles(directory.toAbsolutePath().normalize());
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
              + " only one is there; bring the other back, or remove it");
    }
    return key;
  }

  String key(String name) throws IOException {
    return Files.readString(keyFile(name));
  }

  String certificate(String name) throws IOException {
    return Files.readString(certificateFile(name));
  }

  void write(String name, Credentials credentials) throws IOException {
    secret(keyFile(name), credentials.keyPem());
    Files.writeString(
        certificateFile(name), credentials.certificatePem(), StandardOpenOption.CREATE_NEW);
  }

  void writeStore(String name, Credentials credentials) throws IOException {
    secret(storeFile(name), credentials.storePem());
  }

  private void secret(Path file, String text) throws IOException {
    Files.createFile(file, ownerOnly());
    Files.writeString(file, text);
  }

  private FileAttribute<?>[] ownerOnly() {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
