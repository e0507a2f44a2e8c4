package io.vivarium.auth.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.AuthId;
import io.vivarium.sasl.ScramCredentials;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.auth.SaslExchange;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.tck.auth.Credential;
import io.vivarium.spi.tck.auth.ExchangeTck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite over the scheme with passwords, and what configuration does to it. */
class SaslAuthenticationTest extends ExchangeTck {
  private static final String SERVER =
      """
      Server {
        org.apache.zookeeper.server.auth.DigestLoginModule required
        user_bob="Hidden1!" user_anne="Hidden2!"
        scram_carl="%s";
      };
      """
          .formatted(ScramCredentials.of("Hidden4!", new byte[16], 4096).text());

  @TempDir Path directory;

  @Override
  protected AuthenticationProvider provider() {
    return new SaslAuthenticationProvider();
  }

  @Override
  protected Map<String, String> config() {
    return with(
        Map.of(
            "SASLAuthenticationProvider.superPassword", "Hidden3!",
            "sasl.failuresBeforeWait", "1000000"));
  }

  private Map<String, String> with(Map<String, String> more) {
    Map<String, String> config = new HashMap<>(more);
    try {
      Path file = Files.writeString(directory.resolve("jaas.conf"), SERVER);
      config.put("java.security.auth.login.config", file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return config;
  }

  @Override
  protected String exchangeScheme() {
    return "sasl";
  }

  @Override
  protected List<Prover> provers() {
    return List.of(
        JdkProver.digest("bob", "Hidden1!"),
        JdkProver.digest("anne", "Hidden2!"),
        ScramProver.of("carl", "Hidden4!"));
  }

  @Override
  protected List<Prover> liars() {
    return List.of(
        JdkProver.digest("bob", "Hidden2!"),
        JdkProver.digest("eve", "Hidden1!"),
        JdkProver.digest("super", "Hidden1!"),
        JdkProver.digest("carl", "Hidden4!"),
        ScramProver.of("carl", "Hidden1!"),
        ScramProver.of("bob", "Hidden1!"));
  }

  @Override
  protected List<Credential> impostors() {
    return List.of(Credential.of("sasl", "bob:Hidden1!", "bob", "Hidden1!"));
  }

  @Override
  protected List<AuthId> invalidIds() {
    return List.of(new AuthId("sasl", "a/b/c@REALM"), new AuthId("sasl", "a@b@c"));
  }

  @Test
  void theUserSuperFulfilsEveryIdOfTheScheme() throws Exception {
    SaslExchange.Step.Complete complete =
        assertInstanceOf(
            SaslExchange.Step.Complete.class, end(config(), JdkProver.digest("super", "Hidden3!")));
    assertEquals(List.of(new AuthId("sasl", "super")), complete.ids());
    assertTrue(scheme("sasl").matches("super", "bob"));
    assertFalse(scheme("sasl").matches("bob", "super"));
  }

  @Test
  void superUsersAreToldByTheirId() throws Exception {
    for (String key : List.of("superUser", "superUser.second")) {
      SaslExchange.Step.Complete complete =
          assertInstanceOf(
              SaslExchange.Step.Complete.class,
              end(with(Map.of(key, "bob")), JdkProver.digest("bob", "Hidden1!")));
      assertEquals(List.of(new AuthId("sasl", "bob"), new AuthId("super", "bob")), complete.ids());
    }
    SaslExchange.Step.Complete other =
        assertInstanceOf(
            SaslExchange.Step.Complete.class,
            end(with(Map.of("superUser", "bob")), JdkProver.digest("anne", "Hidden2!")));
    assertEquals(List.of(new AuthId("sasl", "anne")), other.ids());
  }

  @Test
  void withoutASectionNothingIsOfferedAndTheSchemeIsThere() throws Exception {
    AuthScheme nothing = started(Map.of()).schemes().getFirst();
    assertEquals("sasl", nothing.scheme());
    assertNull(nothing.sasl(peer()));
  }

  /** Else a client that asks at the moment of a reload would be taken for one that need prove nothing. */
  @Test
  void whoHasTheSchemeInHandWhenItClosesStillHasToProveWhoTheyAre() throws Exception {
    Authentication leaving = started(config());
    AuthScheme scheme = leaving.schemes().getFirst();
    leaving.close();
    assertNotNull(scheme.sasl(peer()));
    assertInstanceOf(
        SaslExchange.Step.Failed.class, end(scheme, JdkProver.digest("bob", "Hidden2!")));
  }

  @Test
  void theHostIsAskedForTheFile() throws Exception {
    TckContext context = new TckContext(config());
    try (Authentication plugin = provider().create(context)) {
      plugin.start();
      assertEquals(List.of(directory.resolve("jaas.conf")), context.filesAsked());
    }
  }

  @Test
  void anotherSectionThatIsNotThereIsRefused() {
    PluginException e =
        assertThrows(
            PluginException.class, () -> started(with(Map.of("sasl.serverconfig", "Other"))));
    assertTrue(String.valueOf(e.getMessage()).contains("Other"), e.getMessage());
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    PluginException e =
        assertThrows(
            PluginException.class,
            () -> started(Map.of("java.security.auth.login.config", "/nowhere/jaas.conf")));
    assertTrue(String.valueOf(e.getMessage()).contains("/nowhere/jaas.conf"), e.getMessage());
  }

  @Test
  void wrongRulesForNamesAreRefused() {
    PluginException e =
        assertThrows(
            PluginException.class, () -> started(Map.of("security.auth_to_local", "RULE:")));
    assertTrue(String.valueOf(e.getMessage()).contains("security.auth_to_local"), e.getMessage());
  }

  @Test
  void whoFailedTooOftenHasToWaitEvenWithTheRightPassword() throws Exception {
    Map<String, String> config = with(Map.of("sasl.failuresBeforeWait", "2"));
    AuthScheme scheme = started(config).schemes().getFirst();
    for (int i = 0; i < 2; i++) {
      SaslExchange.Step.Failed wrong =
          assertInstanceOf(
              SaslExchange.Step.Failed.class, end(scheme, JdkProver.digest("bob", "guess" + i)));
      assertTrue(wrong.reason().startsWith("DIGEST-MD5"), wrong.reason());
    }
    for (int i = 0; i < 20; i++) {
      end(scheme, JdkProver.digest("bob", "guess"));
    }
    SaslExchange.Step last = end(scheme, JdkProver.digest("bob", "Hidden1!"));
    if (last instanceof SaslExchange.Step.Failed(String reason)) {
      assertTrue(reason.contains("ms"), reason);
    } else {
      // On a machine so slow that the time is over: AttemptsTest has a clock of its own.
      assertInstanceOf(SaslExchange.Step.Complete.class, last);
    }
  }

  private Authentication started(Map<String, String> config) throws PluginException {
    Authentication authentication = provider().create(new TckContext(config));
    authentication.start();
    return authentication;
  }

  private SaslExchange.Step end(Map<String, String> config, Prover prover) throws Exception {
    return end(started(config).schemes().getFirst(), prover);
  }

  private SaslExchange.Step end(AuthScheme scheme, Prover prover) throws Exception {
    SaslExchange exchange = scheme.sasl(peer());
    assertNotNull(exchange);
    SaslExchange.Step step = exchange.step(prover.next(null));
    return step instanceof SaslExchange.Step.Challenge(byte[] challenge)
        ? exchange.step(prover.next(challenge))
        : step;
  }
}
