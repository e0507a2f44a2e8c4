package io.vivarium.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;

/** DIGEST-MD5 against a client that computes by RFC 2831 itself, as clients in other languages do. */
class DigestMd5WireTest {
  private static final String USER = "bob";
  private static final String PASSWORD = "Hidden1!";

  private final ServerExchange server =
      new ServerExchange(
          List.of(
              new DigestMd5(DigestMd5.Place.CLIENTS, Map.of(USER, PASSWORD, "jos\u00e9", "x"))));

  /** What a client says, in order. */
  private final Map<String, String> said = new LinkedHashMap<>();

  private void challenged() throws SaslException {
    String challenge = new String(server.step(new byte[0]), UTF_8);
    Matcher nonce = Pattern.compile("nonce=\"([^\"]+)\"").matcher(challenge);
    assertTrue(nonce.find(), challenge);
    said.put("username", USER);
    said.put("realm", "zk-sasl-md5");
    said.put("nonce", nonce.group(1));
    said.put("cnonce", "an-own-nonce");
    said.put("nc", "00000001");
    said.put("qop", "auth");
    said.put("digest-uri", "zookeeper/zk-sasl-md5");
  }

  @Test
  void aClientByTheBookIsBelievedAndGetsTheProofOfTheServer() throws Exception {
    challenged();
    String proof = new String(server.step(answer(PASSWORD)), UTF_8);
    assertEquals("rspauth=" + response(PASSWORD, ""), proof);
    assertEquals(USER, server.user());
  }

  @Test
  void whoAClientWouldLikeToBeDoesNotMatter() throws Exception {
    challenged();
    said.put("authzid", "super");
    server.step(answer(PASSWORD));
    assertEquals(USER, server.user());
  }

  @Test
  void namesMayHaveLettersOfOtherAlphabets() throws Exception {
    challenged();
    said.put("username", "jos\u00e9");
    server.step(answer("x"));
    assertEquals("jos\u00e9", server.user());
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    challenged();
    assertThrows(SaslException.class, () -> server.step(answer("Hidden2!")));
  }

  @Test
  void anythingElseThanWhatWasAskedForIsRefused() throws Exception {
    for (Map.Entry<String, String> other :
        Map.of(
                "nonce", "of-another-conversation",
                "realm", "another-realm",
                "nc", "00000002",
                "digest-uri", "ldap/zk-sasl-md5",
                "qop", "auth-int",
                "username", "",
                "charset", "latin")
            .entrySet()) {
      DigestMd5WireTest again = new DigestMd5WireTest();
      again.challenged();
      again.said.put(other.getKey(), other.getValue());
      assertThrows(
          SaslException.class, () -> again.server.step(again.answer(PASSWORD)), other.getKey());
    }
  }

  @Test
  void aMissingPartIsRefused() throws Exception {
    for (String part : List.of("username", "nonce", "cnonce", "digest-uri")) {
      DigestMd5WireTest again = new DigestMd5WireTest();
      again.challenged();
      byte[] whole = again.answer(PASSWORD);
      String without = new String(whole, UTF_8).replaceFirst("(?<![a-z])" + part + "=[^,]*,", "");
      assertThrows(SaslException.class, () -> again.server.step(without.getBytes(UTF_8)), part);
    }
  }

  /** The token for what is said, with the right response for the password. */
  private byte[] answer(String password) throws Exception {
    String parts =
        said.entrySet().stream()
            .map(
                part ->
                    List.of("nc", "qop").contains(part.getKey())
                        ? part.getKey() + "=" + part.getValue()
                        : part.getKey() + "=\"" + part.getValue() + "\"")
            .collect(Collectors.joining(","));
    String charset = said.containsKey("charset") ? "" : "charset=utf-8,";
    return (charset + parts + ",response=" + response(password, "AUTHENTICATE")).getBytes(UTF_8);
  }

  private String response(String password, String method) throws Exception {
    byte[] user = md5(bytes(said.get("username") + ":" + said.get("realm") + ":" + password));
    String authzid = said.containsKey("authzid") ? ":" + said.get("authzid") : "";
    byte[] nonces = bytes(":" + said.get("nonce") + ":" + said.get("cnonce") + authzid);
    byte[] first = ByteBuffer.allocate(user.length + nonces.length).put(user).put(nonces).array();
    String middle =
        said.get("nonce") + ":" + said.get("nc") + ":" + said.get("cnonce") + ":" + said.get("qop");
    String second = hex(md5(bytes(method + ":" + said.get("digest-uri"))));
    return hex(md5(bytes(hex(md5(first)) + ":" + middle + ":" + second)));
  }

  /** As the mechanism has it: names that are ISO 8859-1 are hashed as that. */
  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] md5(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("MD5").digest(bytes);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
