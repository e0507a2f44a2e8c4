package io.vivarium.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;

class DigestMd5Test {
  private static final Map<String, String> USERS = Map.of("bob", "Hidden1!", "super", "Hidden2!");

  @Test
  void whoKnowsThePasswordIsBelieved() throws Exception {
    assertEquals("bob", proved(DigestMd5.Place.CLIENTS, "bob", "Hidden1!"));
    assertEquals("super", proved(DigestMd5.Place.CLIENTS, "super", "Hidden2!"));
    assertEquals("bob", proved(DigestMd5.Place.SERVERS, "bob", "Hidden1!"));
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreRefusedInTheSameWords() {
    SaslException wrong =
        assertThrows(SaslException.class, () -> proved(DigestMd5.Place.CLIENTS, "bob", "Hidden2!"));
    SaslException unknown =
        assertThrows(SaslException.class, () -> proved(DigestMd5.Place.CLIENTS, "eve", "Hidden1!"));
    assertEquals(wrong.getMessage(), unknown.getMessage());
    assertFalse(String.valueOf(wrong.getMessage()).contains("Hidden"), wrong.getMessage());
  }

  /** As one does that is configured for PLAIN. */
  @Test
  void aClientThatSendsItsPasswordDoesNotFindItInTheLog() throws Exception {
    for (String token :
        List.of("\0bob\0Hidden1!", "Hidden1!", "username=Hidden1!,realm=x", "bob=\"Hidden1!")) {
      ServerExchange server =
          new ServerExchange(List.of(new DigestMd5(DigestMd5.Place.CLIENTS, USERS)));
      server.step(new byte[0]);
      SaslException e = assertThrows(SaslException.class, () -> server.step(token.getBytes(UTF_8)));
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        assertFalse(String.valueOf(cause.getMessage()).contains("Hidden1!"), cause.getMessage());
      }
    }
  }

  @Test
  void whatIsMeantForAnotherPlaceIsRefused() throws Exception {
    ServerExchange server =
        new ServerExchange(List.of(new DigestMd5(DigestMd5.Place.SERVERS, USERS)));
    Conversation.Client client =
        DigestMd5.client(DigestMd5.Place.CLIENTS, "bob", "Hidden1!").begin("localhost");
    byte[] answer = client.step(server.step(client.opening()));
    assertThrows(SaslException.class, () -> server.step(answer));
  }

  @Test
  void theServerProvesThatItKnowsThePasswordToo() throws Exception {
    ServerExchange server =
        new ServerExchange(List.of(new DigestMd5(DigestMd5.Place.CLIENTS, USERS)));
    Conversation.Client client =
        DigestMd5.client(DigestMd5.Place.CLIENTS, "bob", "Hidden1!").begin("localhost");
    String proof = new String(server.step(client.step(server.step(client.opening()))), UTF_8);
    assertTrue(proof.startsWith("rspauth="), proof);
    byte[] forged = "rspauth=00000000000000000000000000000000".getBytes(UTF_8);
    assertThrows(SaslException.class, () -> client.step(forged));
  }

  @Test
  void anAnswerIsGoodForOneConversationOnly() throws Exception {
    DigestMd5 mechanism = new DigestMd5(DigestMd5.Place.CLIENTS, USERS);
    ServerExchange first = new ServerExchange(List.of(mechanism));
    Conversation.Client client =
        DigestMd5.client(DigestMd5.Place.CLIENTS, "bob", "Hidden1!").begin("localhost");
    byte[] answer = client.step(first.step(client.opening()));
    first.step(answer);
    assertTrue(first.complete());

    ServerExchange second = new ServerExchange(List.of(mechanism));
    second.step(new byte[0]);
    assertThrows(SaslException.class, () -> second.step(answer));
  }

  @Test
  void theChallengeHasTheFormOfZooKeepers() throws Exception {
    ServerExchange server =
        new ServerExchange(List.of(new DigestMd5(DigestMd5.Place.CLIENTS, USERS)));
    String challenge = new String(server.step(new byte[0]), UTF_8);
    assertTrue(
        challenge.matches(
            "realm=\"zk-sasl-md5\",nonce=\"[^\"]{30,50}\",charset=utf-8,algorithm=md5-sess"),
        challenge);
    assertFalse(server.complete());
    assertThrows(IllegalStateException.class, server::user);
  }

  /** Both sides of a conversation, to its end; the user that was proved. */
  private static String proved(DigestMd5.Place place, String user, String password)
      throws Exception {
    try (ServerExchange server = new ServerExchange(List.of(new DigestMd5(place, USERS)));
        Conversation.Client client = DigestMd5.client(place, user, password).begin("localhost")) {
      byte[] token = client.opening();
      while (!server.complete()) {
        token = client.step(server.step(token));
      }
      assertNull(token, "the client has nothing more to say");
      assertTrue(client.complete());
      return server.user();
    }
  }
}
