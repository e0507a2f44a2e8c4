package io.vivarium.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;

/** The client's side; the server's is tested with a client that is not ours. */
class ScramSha256ClientTest {
  private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

  // The example of RFC 7677.
  private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
  private static final String CHALLENGE =
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  private static final String OUTCOME = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

  private final ScramSha256Client example = new ScramSha256Client("user", "pencil", NONCE);

  private static String say(Conversation.Client client, String message) throws SaslException {
    byte[] answer = client.step(message.getBytes(UTF_8));
    return answer == null ? "" : new String(answer, UTF_8);
  }

  @Test
  void theExampleOfTheSpecificationIsSpokenToTheByte() throws Exception {
    assertEquals("n,,n=user,r=" + NONCE, new String(example.opening(), UTF_8));
    assertEquals(
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        say(example, CHALLENGE));
    assertFalse(example.complete());
    assertNull(example.step(OUTCOME.getBytes(UTF_8)));
    assertTrue(example.complete());
    assertThrows(SaslException.class, () -> say(example, OUTCOME));
  }

  @Test
  void ourServerBelievesItAndIsBelieved() throws Exception {
    for (String user : List.of("bob", "a,b=c", "jos\u00e9")) {
      ServerExchange server = server(user, "with blank");
      Conversation.Client client = ScramSha256.client(user, "with blank").begin("localhost");
      byte[] last = client.step(server.step(client.opening()));
      assertNull(client.step(server.step(last)));
      assertTrue(client.complete());
      assertEquals(user, server.user());
    }
  }

  private static ServerExchange server(String user, String password) {
    return new ServerExchange(
        List.of(new ScramSha256(Map.of(user, ScramCredentials.of(password, SALT, 4096)))));
  }

  @Test
  void aWrongPasswordIsTheServersToRefuse() throws Exception {
    ServerExchange server = server("bob", "Hidden1!");
    Conversation.Client client = ScramSha256.client("bob", "Hidden2!").begin("localhost");
    byte[] last = client.step(server.step(client.opening()));
    assertThrows(SaslException.class, () -> server.step(last));
    assertFalse(client.complete());
  }

  @Test
  void aServerThatDoesNotKnowThePasswordIsNotBelieved() throws Exception {
    say(example, CHALLENGE);
    for (String outcome :
        List.of(
            OUTCOME.replace("v=6", "v=7"),
            "v=AAAA",
            "v=???",
            "e=other-error",
            "e=a\nforged line",
            "",
            "x")) {
      SaslException e = assertThrows(SaslException.class, () -> say(example, outcome), outcome);
      assertFalse(String.valueOf(e.getMessage()).contains("\n"), e.getMessage());
      assertFalse(example.complete());
    }
  }

  @Test
  void challengesOfAnotherFormAreRefused() {
    for (String challenge :
        List.of(
            CHALLENGE.replace("r=rO", "r=xO"),
            "r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            CHALLENGE.replace("s=W", "s=?"),
            CHALLENGE.replace("s=W22Z", "s=W===2Z"),
            CHALLENGE.replace("i=4096", "i=4095"),
            CHALLENGE.replace("i=4096", "i=1000001"),
            CHALLENGE.replace("i=4096", "i=99999999999"),
            CHALLENGE + ",m=mandatory",
            "m=x," + CHALLENGE,
            "x".repeat(5000),
            "")) {
      ScramSha256Client client = new ScramSha256Client("user", "pencil", NONCE);
      assertThrows(SaslException.class, () -> say(client, challenge), challenge);
      assertFalse(client.complete());
    }
  }

  /** Whoever stands between the two can change what he likes: nothing but the exact messages convinces. */
  @Test
  void aConversationThatIsDamagedAnywhereConvincesNobody() {
    for (int i = 0; i < CHALLENGE.length() + OUTCOME.length(); i++) {
      boolean inChallenge = i < CHALLENGE.length();
      String challenge = inChallenge ? damaged(CHALLENGE, i) : CHALLENGE;
      String outcome = inChallenge ? OUTCOME : damaged(OUTCOME, i - CHALLENGE.length());
      ScramSha256Client client = new ScramSha256Client("user", "pencil", NONCE);
      assertThrows(
          SaslException.class,
          () -> {
            say(client, challenge);
            say(client, outcome);
          },
          () -> challenge + " and " + outcome);
      assertFalse(client.complete());
    }
  }

  private static String damaged(String text, int at) {
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  @Test
  void eachConversationHasANonceOfItsOwn() throws Exception {
    ClientMechanism mechanism = ScramSha256.client("bob", "Hidden1!");
    byte[] first = mechanism.begin("a").opening();
    byte[] second = mechanism.begin("a").opening();
    assertFalse(new String(first, UTF_8).equals(new String(second, UTF_8)));
    assertTrue(new String(first, UTF_8).matches("n,,n=bob,r=[A-Za-z0-9+/=]{24}"));
    assertArrayEquals(example.opening(), example.opening());
  }

  @Test
  void aPasswordThatCannotBeTypedIsToldWithoutItself() throws Exception {
    ScramSha256Client client = new ScramSha256Client("user", "Hid\nden", NONCE);
    SaslException e = assertThrows(SaslException.class, () -> say(client, CHALLENGE));
    assertFalse(String.valueOf(e.getMessage()).contains("den\n"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("control characters"), e.getMessage());
  }

  @Test
  void whatIsClosedHasForgottenThePassword() throws Exception {
    example.close();
    assertThrows(SaslException.class, () -> say(example, CHALLENGE));
  }
}
