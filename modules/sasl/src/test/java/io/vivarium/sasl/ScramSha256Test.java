package io.vivarium.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;

class ScramSha256Test {
  // The example of RFC 7677.
  private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
  private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
  private static final String FINAL =
      "c=biws,r=rOprNGfwEbeRWgbNEkqO"
          + SERVER_NONCE
          + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

  private final ScramSha256 example =
      new ScramSha256(
          Map.of("user", ScramCredentials.of("pencil", SALT, 4096)), () -> SERVER_NONCE);

  @Test
  void theExampleOfTheSpecificationIsSpokenToTheByte() throws Exception {
    ServerExchange server = new ServerExchange(List.of(example));
    assertEquals(
        "r=rOprNGfwEbeRWgbNEkqO" + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        say(server, FIRST));
    assertFalse(server.complete());
    assertEquals("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", say(server, FINAL));
    assertTrue(server.complete());
    assertEquals("user", server.user());
  }

  @Test
  void anIndependentClientIsBelievedAndBelieves() throws Exception {
    for (String user : List.of("bob", "a,b=c", "jos\u00e9")) {
      for (String password : List.of("Hidden1!", "with blank", "\u212b\u00aa")) {
        ScramSha256 mechanism =
            new ScramSha256(Map.of(user, ScramCredentials.of(password, SALT, 4096)));
        ServerExchange server = new ServerExchange(List.of(mechanism));
        talk(client(user, password), server);
        assertEquals(user, server.user());
      }
    }
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreRefusedInTheSameWords() {
    ScramSha256 mechanism =
        new ScramSha256(Map.of("bob", ScramCredentials.of("Hidden1!", SALT, 4096)));
    SaslException wrong =
        assertThrows(
            SaslException.class,
            () -> talk(client("bob", "Hidden2!"), new ServerExchange(List.of(mechanism))));
    SaslException unknown =
        assertThrows(
            SaslException.class,
            () -> talk(client("eve", "Hidden1!"), new ServerExchange(List.of(mechanism))));
    assertEquals(wrong.getMessage(), unknown.getMessage());
  }

  @Test
  void anUnknownUserHasASaltThatStays() throws Exception {
    String first = salt(say(new ServerExchange(List.of(example)), "n,,n=eve,r=12345678"));
    assertEquals(first, salt(say(new ServerExchange(List.of(example)), "n,,n=eve,r=abcdefgh")));
    assertNotEquals(first, salt(say(new ServerExchange(List.of(example)), "n,,n=ann,r=abcdefgh")));
  }

  /** Otherwise all strangers had the number of one user, and whoever has another is there. */
  @Test
  void strangersHaveTheNumbersOfRoundsThatUsersHaveAndKeepThem() throws Exception {
    Map<String, ScramCredentials> users = new TreeMap<>();
    for (int i = 0; i < 4; i++) {
      users.put("user" + i, ScramCredentials.of("Hidden1!", SALT, i == 0 ? 5000 : 4096));
    }
    ScramSha256 mechanism = new ScramSha256(users);
    Map<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < 1000; i++) {
      String first = "n,,n=stranger" + i + ",r=12345678";
      String rounds = rounds(say(new ServerExchange(List.of(mechanism)), first));
      assertEquals(rounds, rounds(say(new ServerExchange(List.of(mechanism)), first)));
      seen.merge(rounds, 1, Integer::sum);
    }
    assertEquals(Set.of("4096", "5000"), seen.keySet());
    // A quarter: 250, of which 14 is the standard deviation.
    int rare = seen.getOrDefault("5000", 0);
    assertTrue(rare > 100 && rare < 400, seen::toString);
  }

  private static String rounds(String message) {
    return message.substring(message.indexOf(",i=") + 3);
  }

  private static String salt(String message) {
    return message.substring(message.indexOf(",s="), message.indexOf(",i="));
  }

  @Test
  void messagesOfAnotherFormAreRefused() {
    for (String first :
        List.of(
            "n,,n=,r=12345678",
            "n,,n=user",
            "n,,n=user,r=1234567",
            "n,,m=x,n=user,r=12345678",
            "n,,n=us=er,r=12345678",
            "n,a=admin,n=user,r=12345678",
            "p=tls-unique,,n=user,r=12345678",
            "n,,n=user,r=1234 678",
            "n,,n=\u0000,r=1234\u0000678",
            "x,,n=user,r=12345678")) {
      assertThrows(
          SaslException.class, () -> say(new ServerExchange(List.of(example)), first), first);
    }
  }

  @Test
  void lastMessagesThatDifferInAnyPartAreRefused() {
    for (String last :
        List.of(
            FINAL.replace("c=biws", "c=eSws"),
            FINAL.replace("rOpr", "xOpr"),
            FINAL.replace("p=dHzb", "p=dHzc"),
            FINAL.replace("p=dHzbZapWIk4jUhN+", "p="),
            FINAL.replace("p=", "p===="),
            FINAL + "AAAA",
            FINAL.substring(0, FINAL.indexOf(",p=")),
            "")) {
      ServerExchange server = new ServerExchange(List.of(example));
      assertThrows(
          SaslException.class,
          () -> {
            say(server, FIRST);
            say(server, last);
          },
          last);
      assertFalse(server.complete());
    }
  }

  /** Every message with one byte changed, in every place: nobody is believed. */
  @Test
  void aMessageThatIsChangedOnItsWayIsRefused() throws Exception {
    for (int at = 0; at < FINAL.length(); at++) {
      ServerExchange server = new ServerExchange(List.of(example));
      say(server, FIRST);
      byte[] changed = FINAL.getBytes(UTF_8);
      changed[at] ^= 0x01;
      assertThrows(SaslException.class, () -> server.step(changed), "the last, at " + at);
      assertFalse(server.complete());
    }
    for (int at = 0; at < FIRST.length(); at++) {
      ServerExchange server = new ServerExchange(List.of(example));
      byte[] changed = FIRST.getBytes(UTF_8);
      changed[at] ^= 0x01;
      assertThrows(
          SaslException.class,
          () -> {
            server.step(changed);
            say(server, FINAL);
          },
          "the first, at " + at);
      assertFalse(server.complete());
    }
  }

  @Test
  void bothKindsOfClientsThatBindNoChannelAreTaken() throws Exception {
    for (String header : List.of("n,,", "y,,", "n,a=user,")) {
      ServerExchange server = new ServerExchange(List.of(example));
      assertTrue(say(server, header + FIRST.substring(3)).startsWith("r=rOprNGfwEbeRWgbNEkqO"));
      String other = Base64.getEncoder().encodeToString("n,a=x,".getBytes(UTF_8));
      assertThrows(
          SaslException.class, () -> say(server, FINAL.replace("c=biws", "c=" + other)), header);
    }
  }

  @Test
  void whatIsNoTextIsRefused() {
    byte[] broken = {'n', ',', ',', (byte) 0xff};
    assertThrows(SaslException.class, () -> new ServerExchange(List.of(example)).step(broken));
  }

  @Test
  void nothingIsSaidBehindTheEnd() throws Exception {
    ServerExchange server = new ServerExchange(List.of(example));
    say(server, FIRST);
    say(server, FINAL);
    assertThrows(SaslException.class, () -> say(server, FINAL));
  }

  @Test
  void credentialsAreReadAsTheyAreWritten() {
    ScramCredentials credentials = ScramCredentials.of("Hidden1!", SALT, 4096);
    assertEquals(credentials.text(), ScramCredentials.parse(credentials.text()).text());
    assertFalse(credentials.toString().contains("$"), credentials.toString());
  }

  @Test
  void credentialsOfAnotherFormAreRefusedWithoutRepeatingThem() {
    String good = ScramCredentials.of("Hidden1!", SALT, 4096).text();
    for (String wrong :
        List.of(
            "Hidden1!",
            good.replace("256$4096", "256$4095"),
            good.replace("256$4096", "256$9999999"),
            good.replace("SHA-256", "SHA-1"),
            good.substring(0, good.length() - 1))) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> ScramCredentials.parse(wrong));
      assertFalse(e.getMessage().contains("Hidden1!"), e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> ScramCredentials.of("", SALT, 4096));
    assertThrows(IllegalArgumentException.class, () -> ScramCredentials.of("a\nb", SALT, 4096));
  }

  private static String say(ServerExchange server, String message) throws SaslException {
    byte[] answer = server.step(message.getBytes(UTF_8));
    return new String(answer, UTF_8);
  }

  private static ScramClient client(String user, String password) {
    return ScramClient.builder()
        .advertisedMechanisms(List.of("SCRAM-SHA-256"))
        .username(user)
        .password(password.toCharArray())
        .stringPreparation(StringPreparation.SASL_PREPARATION)
        .build();
  }

  private static void talk(ScramClient client, ServerExchange server) throws Exception {
    client.serverFirstMessage(say(server, client.clientFirstMessage().toString()));
    client.serverFinalMessage(say(server, client.clientFinalMessage().toString()));
  }
}
