package io.vivarium.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a server keeps of a password for SCRAM-SHA-256. Nobody can log in with it, and to find the password behind it takes guessing.
 *
 * @param iterations how often the password is hashed, 4096 to 1,000,000
 * @param salt what is hashed with it
 * @param storedKey what a client's proof is compared with
 * @param serverKey what the server proves itself with
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole, and never changed
public record ScramCredentials(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
  /** What is usual; the least that RFC 7677 allows is 4096. */
  public static final int USUAL_ITERATIONS = 15_000;

  static final int LEAST_ITERATIONS = 4096;
  static final int MOST_ITERATIONS = 1_000_000;
  private static final int HASH_BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile(
          "SCRAM-SHA-256\\$(\\d{1,7}):([A-Za-z0-9+/=]{4,128})\\$([A-Za-z0-9+/=]{44}):([A-Za-z0-9+/=]{44})");

  /**
   * The credentials of a password.
   *
   * @throws IllegalArgumentException when the password has characters that cannot be typed, or is empty
   */
  public static ScramCredentials of(String password, byte[] salt, int iterations) {
    byte[] salted = salted(password, salt, iterations);
    return new ScramCredentials(iterations, salt, hash(clientKey(salted)), serverKey(salted));
  }

  /** What all keys of a password are made of. */
  static byte[] salted(String password, byte[] salt, int iterations) {
    PBEKeySpec spec =
        new PBEKeySpec(prepared(password).toCharArray(), salt, iterations, 8 * HASH_BYTES);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** What a client proves itself with; nobody keeps it. */
  static byte[] clientKey(byte[] salted) {
    return mac(salted, "Client Key");
  }

  static byte[] serverKey(byte[] salted) {
    return mac(salted, "Server Key");
  }

  /**
   * Reads what {@link #text} writes, the form of RFC 5803 as other servers write it, too.
   *
   * @throws IllegalArgumentException when it has another form; the message does not repeat it
   */
  public static ScramCredentials parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "is not of the form SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>");
    }
    int iterations = Integer.parseInt(parts.group(1));
    if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
      throw new IllegalArgumentException(
          "has "
              + iterations
              + " iterations, it must be in "
              + LEAST_ITERATIONS
              + " to "
              + MOST_ITERATIONS);
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new ScramCredentials(
        iterations,
        base64.decode(parts.group(2)),
        base64.decode(parts.group(3)),
        base64.decode(parts.group(4)));
  }

  /** As it stands in a file. */
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "SCRAM-SHA-256$"
        + iterations
        + ":"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(storedKey)
        + ":"
        + base64.encodeToString(serverKey);
  }

  /** As RFC 4013 has it, as far as a password can be typed: one kind of blank, one form for each letter. */
  private static String prepared(String password) {
    StringBuilder blanks = new StringBuilder(password.length());
    password.codePoints().forEach(c -> blanks.appendCodePoint(Character.isSpaceChar(c) ? ' ' : c));
    String normal = Normalizer.normalize(blanks, Normalizer.Form.NFKC);
    if (normal.isEmpty() || normal.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a password is empty or has control characters");
    }
    return normal;
  }

  static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Nothing of it. */
  @Override
  public String toString() {
    return "ScramCredentials";
  }
}
