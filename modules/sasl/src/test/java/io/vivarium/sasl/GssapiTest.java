package io.vivarium.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GSSAPI with tickets of a KDC. */
class GssapiTest {
  private static final long MINUTE_MS = TimeUnit.MINUTES.toMillis(1);

  @TempDir static Path directory;

  private static TestRealm realm;
  private static KerberosLogin service;
  private static KerberosLogin client;

  @BeforeAll
  static void start() throws Exception {
    realm = new TestRealm(directory);
    service = KerberosLogin.open(realm.section("zookeeper/localhost"), MINUTE_MS, now());
    client = KerberosLogin.open(realm.section("bob"), MINUTE_MS, now());
  }

  @AfterAll
  static void stop() throws Exception {
    if (realm != null) {
      realm.close();
    }
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  @Test
  void aTicketProvesItsPrincipal() throws Exception {
    ServerExchange server = server(String::equals);
    talk(mechanism("zookeeper").begin("localhost"), server);
    assertTrue(server.complete());
    assertEquals("GSSAPI", server.mechanismName());
    assertEquals("bob@EXAMPLE.ORG", server.user());
  }

  @Test
  void eachClientGetsTheMechanismThatItSpeaks() throws Exception {
    DigestMd5 passwords = new DigestMd5(DigestMd5.Place.CLIENTS, Map.of("anne", "Hidden1!"));
    ScramSha256 salted =
        new ScramSha256(Map.of("carl", ScramCredentials.of("Hidden2!", new byte[16], 4096)));
    List<ServerMechanism> all = List.of(Gssapi.server(service, String::equals), passwords, salted);

    ServerExchange ticket = new ServerExchange(all);
    talk(mechanism("zookeeper").begin("localhost"), ticket);
    assertEquals("bob@EXAMPLE.ORG", ticket.user());

    ServerExchange password = new ServerExchange(all);
    Conversation.Client anne =
        DigestMd5.client(DigestMd5.Place.CLIENTS, "anne", "Hidden1!").begin("localhost");
    password.step(anne.step(password.step(anne.opening())));
    assertEquals("anne", password.user());

    ServerExchange scram = new ServerExchange(all);
    scram.step("n,,n=carl,r=12345678".getBytes(StandardCharsets.US_ASCII));
    assertEquals("SCRAM-SHA-256", scram.mechanismName());
  }

  @Test
  void anExchangeThatIsClosedIsOver() throws Exception {
    ServerExchange server = server(String::equals);
    Conversation.Client bob = mechanism("zookeeper").begin("localhost");
    byte[] answer = bob.step(server.step(bob.opening()));
    server.close();
    server.close();
    bob.close();
    assertThrows(SaslException.class, () -> server.step(answer == null ? new byte[0] : answer));
    assertFalse(server.complete());
  }

  @Test
  void whoMayNotIsRefusedThoughItsTicketIsGood() {
    ServerExchange server = server((proved, wanted) -> false);
    assertThrows(
        SaslException.class, () -> talk(mechanism("zookeeper").begin("localhost"), server));
    assertFalse(server.complete());
  }

  @Test
  void aTicketForAnotherServiceIsOfNoUse() throws Exception {
    realm.keytab("other/localhost");
    SaslException e =
        assertThrows(
            SaslException.class,
            () -> talk(mechanism("other").begin("localhost"), server(String::equals)));
    assertTrue(String.valueOf(e.getMessage()).startsWith("GSSAPI failed"), e.getMessage());
  }

  @Test
  void aServiceThatTheRealmDoesNotKnowIsTold() {
    SaslException e =
        assertThrows(SaslException.class, () -> mechanism("unknown").begin("localhost").opening());
    assertTrue(String.valueOf(e.getMessage()).startsWith("GSSAPI failed"), e.getMessage());
  }

  @Test
  void aTicketIsGoodOnce() throws Exception {
    byte[] ticket = mechanism("zookeeper").begin("localhost").opening();
    server(String::equals).step(ticket);
    ServerExchange second = server(String::equals);
    assertThrows(SaslException.class, () -> second.step(ticket));
  }

  /** From the middle on everything is encrypted. */
  @Test
  void aTicketThatIsForgedIsRefused() throws Exception {
    byte[] ticket = mechanism("zookeeper").begin("localhost").opening();
    for (int i = ticket.length / 2; i < ticket.length; i += 37) {
      byte[] forged = ticket.clone();
      forged[i] ^= 0x55;
      ServerExchange server = server(String::equals);
      assertThrows(SaslException.class, () -> server.step(forged), "at " + i);
    }
  }

  @Test
  void aTicketIsRenewedWhenMostOfItsTimeIsOverAndNotMoreOftenThanAllowed() throws Exception {
    KerberosLogin renewing =
        KerberosLogin.open(realm.section("anne"), TimeUnit.HOURS.toMillis(1), now());
    Object first = tickets(renewing);
    renewing.renew(now());
    assertEquals(first, tickets(renewing), "there is time left");
    long late = now() + TimeUnit.DAYS.toMillis(30);
    renewing.renew(late);
    Object second = tickets(renewing);
    assertFalse(first.equals(second), "a new one");
    renewing.renew(late + 1);
    assertEquals(second, tickets(renewing), "too early to ask again");
  }

  private static Object tickets(KerberosLogin login) throws SaslException {
    return login.with(
        () ->
            javax.security.auth.Subject.current()
                .getPrivateCredentials(javax.security.auth.kerberos.KerberosTicket.class)
                .stream()
                .map(System::identityHashCode)
                .sorted()
                .toList());
  }

  @Test
  void aKeytabThatIsNotThereIsToldWithTheSection() {
    LoginFileException e =
        assertThrows(
            LoginFileException.class,
            () ->
                KerberosLogin.open(
                    realm.section("bob", directory.resolve("none.keytab")), MINUTE_MS, now()));
    assertTrue(String.valueOf(e.getMessage()).contains("section Section"), e.getMessage());
  }

  @Test
  void aServerNeedsAPrincipalWithAHost() {
    assertThrows(LoginFileException.class, () -> Gssapi.server(client, String::equals));
  }

  private static ServerExchange server(BiPredicate<String, String> authorized) {
    try {
      return new ServerExchange(List.of(Gssapi.server(service, authorized)));
    } catch (LoginFileException e) {
      throw new AssertionError(e);
    }
  }

  private static ClientMechanism mechanism(String service) {
    Gssapi.Peers peers =
        new Gssapi.Peers() {
          @Override
          public String service() {
            return service;
          }

          @Override
          public String host(String dialled) {
            return dialled;
          }
        };
    return Gssapi.client(client, peers, GssapiTest::now);
  }

  private static void talk(Conversation.Client client, ServerExchange server) throws Exception {
    byte[] token = client.opening();
    while (!server.complete()) {
      byte[] challenge = server.step(token);
      byte[] answer = challenge == null ? null : client.step(challenge);
      token = answer == null ? new byte[0] : answer;
    }
    assertTrue(client.complete());
  }
}
