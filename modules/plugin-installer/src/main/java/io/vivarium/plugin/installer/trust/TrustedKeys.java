package io.vivarium.plugin.installer.trust;

import io.vivarium.plugin.installer.content.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.jspecify.annotations.Nullable;

/** The file of keys whose signatures count for an installation. A file that is not there holds none. One thread. */
public final class TrustedKeys {
  private final Path file;
  private final Clock clock;

  /** What was looked at last: that is what is added, whatever becomes of the file meanwhile. */
  private @Nullable Path lookedAt;

  private List<OpenPGPCertificate> seen = List.of();

  /** The keys in a file, which may not be there yet. */
  public TrustedKeys(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** The keys, in the order in which they were added. */
  public List<TrustedKey> list() throws IOException, Refusal {
    return shown(load().values());
  }

  /** The keys in another file, which nobody trusts by that. */
  public List<TrustedKey> look(Path other) throws IOException, Refusal {
    seen = KeyFiles.read(other);
    lookedAt = other;
    List<TrustedKey> found = shown(seen);
    if (found.isEmpty()) {
      throw new Refusal(other + " holds no OpenPGP keys");
    }
    return found;
  }

  private List<TrustedKey> shown(Collection<OpenPGPCertificate> certificates) {
    return certificates.stream().map(each -> TrustedKey.of(each, clock.instant())).toList();
  }

  /**
   * Trusts the keys in another file. One that is trusted already takes over what is new, above all that it was revoked.
   *
   * @return the keys as they are trusted now
   * @throws Refusal for a key that cannot sign and was not trusted before; nothing was added then
   */
  public List<TrustedKey> add(Path other) throws IOException, Refusal {
    Map<String, OpenPGPCertificate> trusted = load();
    List<TrustedKey> added = new ArrayList<>();
    for (OpenPGPCertificate certificate : other.equals(lookedAt) ? seen : KeyFiles.read(other)) {
      String fingerprint = TrustedKey.fingerprint(certificate);
      OpenPGPCertificate known = trusted.get(fingerprint);
      OpenPGPCertificate merged = known == null ? certificate : merged(known, certificate);
      TrustedKey key = TrustedKey.of(merged, clock.instant());
      if (known == null && key.problem() != null) {
        throw new Refusal("the key " + key.grouped() + " " + key.problem() + "; it is not added");
      }
      trusted.put(fingerprint, merged);
      added.add(key);
    }
    save(trusted.values());
    return added;
  }

  private static OpenPGPCertificate merged(OpenPGPCertificate known, OpenPGPCertificate other)
      throws Refusal {
    try {
      return OpenPGPCertificate.join(known, other);
    } catch (PGPException e) {
      throw new Refusal(
          "the two forms of key " + TrustedKey.fingerprint(known) + " differ: " + e, e);
    }
  }

  /**
   * Trusts a key no more.
   *
   * @param fingerprint blanks and case do not matter
   */
  public TrustedKey remove(String fingerprint) throws IOException, Refusal {
    Map<String, OpenPGPCertificate> trusted = load();
    String wanted = fingerprint.replace(" ", "").toUpperCase(Locale.ROOT);
    OpenPGPCertificate removed = trusted.remove(wanted);
    if (removed == null) {
      throw new Refusal(
          "no key " + fingerprint + " is trusted; vivarium plugin trust --list shows them");
    }
    save(trusted.values());
    return TrustedKey.of(removed, clock.instant());
  }

  /**
   * Judges a package by its signature.
   *
   * @param signature null when there is none
   */
  public Verdict check(Path signed, @Nullable Path signature) throws IOException, Refusal {
    return signature == null
        ? new Verdict.Unsigned()
        : new SignatureCheck(load().values(), clock.instant()).check(signed, signature);
  }

  /**
   * Why a key that once signed an installed package would not do so today.
   *
   * @return null when it would
   */
  public @Nullable String complaintAbout(String fingerprint) throws IOException, Refusal {
    OpenPGPCertificate certificate = load().get(fingerprint);
    if (certificate == null) {
      return "is not trusted any more";
    }
    return TrustedKey.of(certificate, clock.instant()).problem();
  }

  private Map<String, OpenPGPCertificate> load() throws IOException, Refusal {
    Map<String, OpenPGPCertificate> trusted = new LinkedHashMap<>();
    if (Files.exists(file)) {
      for (OpenPGPCertificate certificate : KeyFiles.read(file)) {
        trusted.put(TrustedKey.fingerprint(certificate), certificate);
      }
    }
    return trusted;
  }

  /** By a rename, so that a kill loses no key. */
  private void save(Collection<OpenPGPCertificate> certificates) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IOException(file + " is a directory");
    }
    Files.createDirectories(parent);
    Path fresh = parent.resolve("." + absolute.getFileName() + ".new");
    Files.write(fresh, KeyFiles.armoured(certificates));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(
        fresh, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
