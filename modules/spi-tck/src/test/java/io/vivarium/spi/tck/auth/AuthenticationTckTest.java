package io.vivarium.spi.tck.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.AuthId;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.tck.SuiteRun;
import io.vivarium.spi.tck.auth.ModelAuthentication.Flaw;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite passes a plugin that keeps its promises, and finds each flaw for the right reason. */
class AuthenticationTckTest {
  private static Flaw[] flaws = {};

  @Test
  void aPluginThatKeepsItsPromisesPasses() {
    flaws = new Flaw[0];
    assertEquals(Map.of(), SuiteRun.failures(Suite.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ACCEPTS_EVERYTHING      | anImpostorDoesNotGainTheId               | an impostor gained badge:ann
          MATCHES_BY_PREFIX       | aProvedIdMatchesNoOtherIdHoweverAlike    | matches the ACL id
          IGNORES_CASE            | aProvedIdMatchesNoOtherIdHoweverAlike    | matches the ACL id
          MATCHES_EVERYTHING      | aProvedIdMatchesNoOtherIdHoweverAlike    | matches the ACL id
          THROWS_ON_GARBAGE       | garbageIsAnsweredAndNeverThrownAt anImpostorDoesNotGainTheId noSecretIsShown | badge
          THROWS_ON_ODD_IDS       | oddIdsAreAnsweredAndNeverThrownAt anInvalidIdIsRefusedInAnAcl | badge
          GIVES_NO_REASON         | garbageIsAnsweredAndNeverThrownAt        | no reason
          TELLS_THE_SECRET        | noSecretIsShown                          | holds the secret
          TELLS_SECRET_AS_USER    | noSecretIsShown                          | holds the hash of the secret
          ALLOWS_ANY_ID           | anInvalidIdIsRefusedInAnAcl              | badge
          REFUSES_ITS_OWN_ID      | aProvedIdMayStandInAnAclAndMatchesItself | not valid in an ACL
          SHARES_STATE            | manyThreadsMayAskAtOnce                  | with others at the same time
          TWO_OF_ONE_NAME         | everySchemeHasANameOfItsOwn              | offered twice
          CHANGES_ITS_SCHEMES     | theSchemesAreFixedAfterStart             | expected
          GIVES_FOREIGN_IDS       | whatAConnectionHasFromTheStartIsOfItsScheme | expected: <badge>
          MAKES_IMPOSTORS_SUPER   | anImpostorDoesNotGainTheId               | is super
          """)
  void aFlawIsFoundAndNothingElse(Flaw flaw, String tests, String reason) {
    flaws = new Flaw[] {flaw};
    SuiteRun.assertOnlyFinds(Suite.class, tests, reason);
  }

  /** The suite over the plugin of the moment. Not found by the build, as it is no test of its own. */
  static class Suite extends AuthenticationTck {
    @Override
    protected AuthenticationProvider provider() {
      return ModelAuthentication.provider(flaws);
    }

    @Override
    protected List<Credential> proofs() {
      return List.of(
          Credential.of("badge", "ann/sesame", "ann:17", "sesame"),
          Credential.of("badge", "bob/rosebud", "bob:18", "rosebud"));
    }

    @Override
    protected List<Credential> impostors() {
      return List.of(
          Credential.of("badge", "ann/rosebud", "ann:17", "rosebud"),
          Credential.of("badge", "eve/sesame", "ann:17", "sesame"),
          Credential.of("badge", "", "ann:17", ""));
    }

    @Override
    protected List<AuthId> invalidIds() {
      return List.of(new AuthId("badge", "ann"), new AuthId("badge", "17"));
    }
  }
}
