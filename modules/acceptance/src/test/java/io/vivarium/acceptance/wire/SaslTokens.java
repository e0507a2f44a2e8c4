package io.vivarium.acceptance.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a recorded DIGEST-MD5 exchange goes over into this run: the server's nonce is another, and with it what each side answers.
 * Computed here from RFC 2831, and not with the classes of a library that the server may use.
 */
final class SaslTokens {
  /** With which the recorded client has logged in. */
  static final String USER = "sasluser";

  static final String PASSWORD = "saslpw";

  private static final int REQUEST_TOKEN = 12;
  private static final int REPLY_TOKEN = 20;
  private static final Pattern NONCE = Pattern.compile("(?<![a-z])nonce=\"([^\"]*)\"");
  private static final Pattern RESPONSE = Pattern.compile("response=([0-9a-f]{32})");
  private static final Pattern PROOF = Pattern.compile("rspauth=[0-9a-f]{32}");

  private String liveNonce = "";
  private String liveProof = "";

  /** The request that this run's client has to send in the place of a recorded one. */
  byte[] request(byte[] recorded) {
    String token = token(recorded, REQUEST_TOKEN);
    Matcher answer = RESPONSE.matcher(token);
    if (!answer.find()) {
      return recorded;
    }
    if (!answer.group(1).equals(response(token, "AUTHENTICATE"))) {
      throw new AssertionError("the recorded answer is not that of " + USER);
    }
    String live = NONCE.matcher(token).replaceAll("nonce=\"" + quoted(liveNonce) + "\"");
    liveProof = response(live, "");
    String response = response(live, "AUTHENTICATE");
    return with(recorded, REQUEST_TOKEN, RESPONSE.matcher(live).replaceAll("response=" + response));
  }

  /** The recorded reply as it has to be in this run; learns the nonce of this run from the received one. */
  byte[] reply(byte[] recorded, byte[] received) {
    String token = token(recorded, REPLY_TOKEN);
    if (NONCE.matcher(token).find()) {
      Matcher live = NONCE.matcher(token(received, REPLY_TOKEN));
      liveNonce = live.find() ? live.group(1) : "none";
      token = NONCE.matcher(token).replaceAll("nonce=\"" + quoted(liveNonce) + "\"");
    }
    return with(recorded, REPLY_TOKEN, PROOF.matcher(token).replaceAll("rspauth=" + liveProof));
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }

  private static String token(byte[] frame, int at) {
    int length = frame.length < at + 4 ? -1 : ByteBuffer.wrap(frame).getInt(at);
    return length < 0 ? "" : new String(frame, at + 4, length, StandardCharsets.ISO_8859_1);
  }

  private static byte[] with(byte[] frame, int at, String token) {
    if (token.isEmpty()) {
      return frame;
    }
    byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer changed = ByteBuffer.allocate(at + 4 + bytes.length);
    changed.put(frame, 0, at).putInt(bytes.length).put(bytes);
    changed.putInt(0, changed.capacity() - 4);
    return changed.array();
  }

  /** The answer to the nonce in a token; of the server when nothing is to be done. */
  private static String response(String token, String method) {
    String nonce = value(token, "nonce");
    String secret =
        hex(
            md5(
                join(
                    md5(latin(USER + ":" + value(token, "realm") + ":" + PASSWORD)),
                    latin(
                        ":"
                            + nonce
                            + ":"
                            + value(token, "cnonce")
                            + ":"
                            + value(token, "authzid")))));
    String deed = hex(md5(latin(method + ":" + value(token, "digest-uri"))));
    String counted = ":00000001:" + value(token, "cnonce") + ":auth:";
    return hex(md5(latin(secret + ":" + nonce + counted + deed)));
  }

  private static String value(String token, String name) {
    Matcher found =
        Pattern.compile("(?<![a-z])" + name + "=(?:\"([^\"]*)\"|([^,]*))").matcher(token);
    if (!found.find()) {
      throw new AssertionError("no " + name + " in the recorded token");
    }
    return found.group(1) == null ? found.group(2) : found.group(1);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
