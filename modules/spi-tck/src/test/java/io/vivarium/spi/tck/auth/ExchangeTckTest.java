package io.vivarium.spi.tck.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.AuthId;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.tck.SuiteRun;
import io.vivarium.spi.tck.auth.ModelExchange.Flaw;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite passes a scheme that keeps its promises, and finds each flaw for the right reason. */
class ExchangeTckTest {
  private static Flaw[] flaws = {};

  @Test
  void aSchemeThatKeepsItsPromisesPasses() {
    flaws = new Flaw[0];
    assertEquals(Map.of(), SuiteRun.failures(Suite.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BELIEVES_EVERYBODY   | aLiarIsRefusedWithAReason anExchangeComesToAnEndWhateverTheClientSends garbageInAnyPlaceIsAnsweredAndNeverThrownAt whatWasSentInOneExchangeProvesNothingInAnother | Complete
          BELIEVES_STRANGERS   | aLiarIsRefusedWithAReason                        | eve
          BELIEVES_RECORDINGS  | whatWasSentInOneExchangeProvesNothingInAnother   | a recorded exchange proved ann
          BELIEVES_AFTER_CLOSE | closingTwiceIsNoErrorAndNothingIsBelievedBehindIt | closed already
          MIXES_UP_USERS       | anExchangeGivesItsId exchangesSideBySideAreKeptApart manyExchangesMayRunAtOnce | id=ann]] for bob
          GIVES_EVERYBODYS_IDS | anExchangeGivesItsId exchangesSideBySideAreKeptApart manyExchangesMayRunAtOnce | ann became bob, too
          GIVES_NO_REASON      | aLiarIsRefusedWithAReason                        | ann
          TELLS_THE_SECRET     | noSecretOfAnExchangeIsShown                      | a secret is shown
          THROWS_ON_GARBAGE    | garbageInAnyPlaceIsAnsweredAndNeverThrownAt anExchangeComesToAnEndWhateverTheClientSends | not a hash
          ASKS_FOR_EVER        | anExchangeComesToAnEndWhateverTheClientSends aLiarIsRefusedWithAReason noSecretOfAnExchangeIsShown | Challenge
          PROVES_NOTHING       | anExchangeGivesItsId exchangesSideBySideAreKeptApart manyExchangesMayRunAtOnce | the server has proved nothing
          FAILS_TO_CLOSE_TWICE | closingTwiceIsNoErrorAndNothingIsBelievedBehindIt | closed already
          """)
  void aFlawIsFoundAndNothingElse(Flaw flaw, String tests, String reason) {
    flaws = new Flaw[] {flaw};
    SuiteRun.assertOnlyFinds(Suite.class, tests, reason);
  }

  /** What else fails is chance, or everything. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SHARES_STATE         | exchangesSideBySideAreKeptApart                  | ann
          OFFERS_NO_EXCHANGE   | anExchangeGivesItsId                             | riddle does not speak SASL
          """)
  void aFlawIsFound(Flaw flaw, String test, String reason) {
    flaws = new Flaw[] {flaw};
    SuiteRun.assertFinds(Suite.class, test, reason);
  }

  /** The suite over the scheme of the moment. Not found by the build, as it is no test of its own. */
  static class Suite extends ExchangeTck {
    @Override
    protected AuthenticationProvider provider() {
      return ModelExchange.provider(flaws);
    }

    @Override
    protected String exchangeScheme() {
      return "riddle";
    }

    @Override
    protected List<Prover> provers() {
      return List.of(new Client("ann", "sesame"), new Client("bob", "rosebud"));
    }

    @Override
    protected List<Prover> liars() {
      return List.of(
          new Client("ann", "rosebud"), new Client("eve", "sesame"), new Client("eve", ""));
    }

    @Override
    protected List<Credential> impostors() {
      return List.of(Credential.of("riddle", "ann/sesame", "ann", "sesame"));
    }

    @Override
    protected List<AuthId> invalidIds() {
      return List.of(new AuthId("riddle", ""), new AuthId("riddle", "a:b"));
    }
  }

  /** Answers riddles. */
  private static final class Client implements ExchangeTck.Prover {
    private final String id;
    private final String secret;
    private byte[] riddle = {};

    Client(String id, String secret) {
      this.id = id;
      this.secret = secret;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String secret() {
      return secret;
    }

    @Override
    public byte[] next(byte @Nullable [] challenge) {
      if (challenge == null) {
        return id.getBytes(StandardCharsets.UTF_8);
      }
      riddle = challenge;
      return ModelExchange.answer(secret, challenge);
    }

    @Override
    public boolean satisfiedBy(byte @Nullable [] last) {
      return Arrays.equals(last, ModelExchange.answer("server of " + secret, riddle));
    }
  }
}
