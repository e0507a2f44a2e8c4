package io.vivarium.plugin.installer.trust;

import io.vivarium.plugin.installer.content.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/** Files of public keys: armoured, one block after the other, or binary. */
final class KeyFiles {
  private static final int LARGEST = 4 << 20;
  private static final String BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

  private KeyFiles() {}

  /** The keys in a file. */
  static List<OpenPGPCertificate> read(Path file) throws IOException, Refusal {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(LARGEST + 1);
    }
    if (content.length > LARGEST) {
      throw new Refusal(file + " is larger than " + LARGEST + " bytes; a file of keys is not");
    }
    List<OpenPGPCertificate> certificates = new ArrayList<>();
    try {
      for (byte[] block : blocks(content)) {
        certificates.addAll(
            new BcOpenPGPApi().readKeyOrCertificate().parseKeysOrCertificates(block));
      }
    } catch (IOException | RuntimeException e) {
      throw new Refusal(file + " holds no OpenPGP keys that can be read: " + e.getMessage(), e);
    }
    if (certificates.stream().anyMatch(OpenPGPCertificate::isSecretKey)) {
      throw new Refusal(
          file + " holds a secret key; export the public one: gpg --armor --export KEY > FILE");
    }
    return certificates;
  }

  /** The library reads one armoured block; in a file may stand many. */
  private static List<byte[]> blocks(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (!text.contains(BEGIN)) {
      return text.isBlank() ? List.of() : List.of(content);
    }
    List<byte[]> blocks = new ArrayList<>();
    for (int at = text.indexOf(BEGIN); at >= 0; ) {
      int next = text.indexOf(BEGIN, at + 1);
      String block = next < 0 ? text.substring(at) : text.substring(at, next);
      blocks.add(block.getBytes(StandardCharsets.ISO_8859_1));
      at = next;
    }
    return blocks;
  }

  /** The keys as an armoured text, a block for each. */
  static byte[] armoured(Collection<OpenPGPCertificate> certificates) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (OpenPGPCertificate certificate : certificates) {
      try (OutputStream block = ArmoredOutputStream.builder().clearHeaders().build(text)) {
        block.write(certificate.getEncoded());
      }
    }
    return text.toByteArray();
  }
}
