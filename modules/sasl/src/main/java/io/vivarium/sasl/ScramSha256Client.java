package io.vivarium.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of SCRAM-SHA-256, without a channel that is bound. The password does not travel, and a server that does not know
 * what belongs to it is not believed.
 */
final class ScramSha256Client implements Conversation.Client {
  private static final String NAME = "SCRAM-SHA-256";
  private static final String HEADER = "n,,";
  private static final int LARGEST_TOKEN = 4096;
  private static final Pattern CHALLENGE =
      Pattern.compile("r=([\\x21-\\x2b\\x2d-\\x7e]+),s=([A-Za-z0-9+/=]{4,512}),i=(\\d{1,7})");
  private static final Pattern OUTCOME = Pattern.compile("([ve])=([^,]+)");

  private final String user;
  private final String nonce;
  private String password;

  /** What the server has to send at the end; null until its challenge has come. */
  private byte @Nullable [] expected;

  private boolean complete;

  ScramSha256Client(String user, String password, String nonce) {
    this.user = user;
    this.password = password;
    this.nonce = nonce;
  }

  @Override
  public byte[] opening() {
    return (HEADER + bare()).getBytes(StandardCharsets.UTF_8);
  }

  /** Commas and equals signs travel in disguise. */
  private String bare() {
    return "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
  }

  @Override
  public byte @Nullable [] step(byte[] token) throws SaslException {
    if (complete || token.length > LARGEST_TOKEN) {
      throw failed("the server says more than there is to say");
    }
    String text = new String(token, StandardCharsets.UTF_8);
    byte[] known = expected;
    if (known == null) {
      return proof(text).getBytes(StandardCharsets.UTF_8);
    }
    judge(text, known);
    return null;
  }

  private String proof(String challenge) throws SaslException {
    Matcher message = CHALLENGE.matcher(challenge);
    if (!message.matches()) {
      throw failed("the server's challenge has a wrong form");
    }
    String both = message.group(1);
    if (!both.startsWith(nonce) || both.length() < nonce.length() + 8) {
      throw failed("the server's challenge is of another conversation");
    }
    int iterations = Integer.parseInt(message.group(3));
    if (iterations < ScramCredentials.LEAST_ITERATIONS
        || iterations > ScramCredentials.MOST_ITERATIONS) {
      throw failed(
          "the server wants the password hashed "
              + iterations
              + " times, allowed are "
              + ScramCredentials.LEAST_ITERATIONS
              + " to "
              + ScramCredentials.MOST_ITERATIONS);
    }
    byte[] salted = salted(decoded(message.group(2)), iterations);
    String last =
        "c="
            + Base64.getEncoder().encodeToString(HEADER.getBytes(StandardCharsets.UTF_8))
            + ",r="
            + both;
    String said = bare() + "," + challenge + "," + last;
    byte[] proof = ScramCredentials.clientKey(salted);
    byte[] signature = ScramCredentials.mac(ScramCredentials.hash(proof), said);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= signature[i];
    }
    expected = ScramCredentials.mac(ScramCredentials.serverKey(salted), said);
    return last + ",p=" + Base64.getEncoder().encodeToString(proof);
  }

  private byte[] salted(byte[] salt, int iterations) throws SaslException {
    try {
      return ScramCredentials.salted(password, salt, iterations);
    } catch (IllegalArgumentException e) {
      throw new SaslException(NAME + " failed: " + e.getMessage(), e);
    }
  }

  private void judge(String text, byte[] known) throws SaslException {
    Matcher message = OUTCOME.matcher(text);
    if (!message.matches()) {
      throw failed("the server's last message has a wrong form");
    }
    if (message.group(1).equals("e")) {
      throw failed("the server answers " + PrintableText.of(message.group(2)));
    }
    if (!MessageDigest.isEqual(known, decoded(message.group(2)))) {
      throw failed("the server does not know the password either");
    }
    complete = true;
  }

  private static byte[] decoded(String base64) throws SaslException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new SaslException(NAME + " failed: a part is no Base64", e);
    }
  }

  private static SaslException failed(String why) {
    return new SaslException(NAME + " failed: " + why);
  }

  @Override
  public boolean complete() {
    return complete;
  }

  @Override
  public void close() {
    password = "";
  }
}
