package io.vivarium.certificates.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.Credentials;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
  @TempDir private Path directory;

  private Credentials credentials;

  @BeforeEach
  void makeCredentials() throws Exception {
    credentials =
        CertificateAuthority.create(
                "authority",
                Instant.parse("2025-01-01T00:00:00Z"),
                Instant.parse("2035-01-01T00:00:00Z"))
            .own();
  }

  @Test
  void whatIsWrittenIsThere() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory.resolve("a/b"), NewFiles::forced);
    assertFalse(files.has("ca"));
    files.write("ca", credentials);
    assertTrue(files.has("ca"));
    assertEquals(credentials.keyPem(), files.key("ca"));
    assertEquals(credentials.certificatePem(), files.certificate("ca"));
  }

  @Test
  void aStoreIsKeyAndCertificate() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory, NewFiles::forced);
    files.writeStore("client", credentials);
    assertEquals(
        credentials.keyPem() + credentials.certificatePem(),
        Files.readString(files.storeFile("client")));
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory, NewFiles::forced);
    files.write("ca", credentials);
    assertThrows(FileAlreadyExistsException.class, () -> files.write("ca", credentials));
    assertThrows(
        FileAlreadyExistsException.class,
        () -> {
          files.writeStore("client", credentials);
          files.writeStore("client", credentials);
        });
  }

  @Test
  void keysAreNeverReadableByOthersAndCertificatesAre() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory, NewFiles::forced);
    files.write("a", credentials);
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(files.keyFile("a"))));
    assertTrue(Files.readString(files.certificateFile("a")).startsWith("-----BEGIN CERTIFICATE"));
  }

  @Test
  void keysAreTheirOwnersAlsoWhileTheyAreWritten() throws Exception {
    Map<String, String> seen = new HashMap<>();
    CertificateFiles files =
        CertificateFiles.in(
            directory,
            (file, text) ->
                seen.put(
                    String.valueOf(file.getFileName()).replaceAll("\\.unfinished-.*", ""),
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file))));
    files.writeWithStore("a", credentials);
    assertEquals(Set.of("a.key", "a.pem", "a.store.pem"), seen.keySet());
    assertEquals("rw-------", seen.get("a.key"));
    assertEquals("rw-------", seen.get("a.store.pem"));
    try (Stream<Path> all = Files.list(directory)) {
      assertEquals(3, all.count(), "nothing unfinished is left");
    }
  }

  @Test
  void addressesWithColonsBecomeNamesOfFiles() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory, NewFiles::forced);
    assertEquals(
        "2001_db8__1.pem", String.valueOf(files.certificateFile("2001:db8::1").getFileName()));
    assertEquals("2001_db8__1.key", String.valueOf(files.keyFile("2001:db8::1").getFileName()));
  }

  @Test
  void pathsAreAbsoluteSoThatTheyCanBeCopiedIntoAConfiguration() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory.resolve("x/../y"), NewFiles::forced);
    assertEquals(directory.resolve("y/a.pem").toAbsolutePath(), files.certificateFile("a"));
  }

  @Test
  void aFileInThePlaceOfTheDirectoryIsNamed() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    IOException e =
        assertThrows(IOException.class, () -> CertificateFiles.in(file, NewFiles::forced));
    assertTrue(String.valueOf(e.getMessage()).contains("cannot make the directory " + file));
  }

  @Test
  void halfOfAPairIsAnErrorThatNamesBoth() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory, NewFiles::forced);
    files.write("a", credentials);
    Files.delete(files.keyFile("a"));
    IOException e = assertThrows(IOException.class, () -> files.has("a"));
    assertTrue(String.valueOf(e.getMessage()).contains("a.key"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("a.pem"), e.getMessage());
  }
}
