package io.vivarium.config;

import java.util.List;

/**
 * Who may do what, as far as the server itself decides it.
 *
 * @param skipAcl whether no ACL is checked
 * @param enforcedSchemes schemes of which a client must have authenticated with one; empty: none is demanded
 * @param allowSaslFailedClients whether a client whose SASL failed stays connected
 * @param readOnlyMode whether a server without a quorum serves reads
 * @param fourLetterWords the four-letter words that are answered
 */
public record Access(
    boolean skipAcl,
    List<String> enforcedSchemes,
    boolean allowSaslFailedClients,
    boolean readOnlyMode,
    FourLetterWords fourLetterWords) {

  /** Copies the list. */
  public Access {
    enforcedSchemes = List.copyOf(enforcedSchemes);
  }

  static Access from(Values values, Problems problems) {
    warnAboutUnsafe(values, problems);
    return new Access(
        values.get(ClientKeys.SKIP_ACL),
        enforcedSchemes(values, problems),
        values.get(SecurityKeys.ALLOW_SASL_FAILED),
        values.get(ClientKeys.READ_ONLY_MODE),
        FourLetterWords.from(values, problems));
  }

  private static void warnAboutUnsafe(Values values, Problems problems) {
    Setting written = values.setting(ClientKeys.SKIP_ACL);
    if (written != null && values.get(ClientKeys.SKIP_ACL)) {
      problems.warning(
          written,
          "no ACL is checked: every client may read and change everything",
          "Remove it unless that is meant");
    }
  }

  private static List<String> enforcedSchemes(Values values, Problems problems) {
    if (values.get(SecurityKeys.REQUIRE_CLIENT_SASL)) {
      return List.of("sasl");
    }
    Setting written = values.setting(SecurityKeys.ENFORCE_AUTH);
    if (written == null || !values.get(SecurityKeys.ENFORCE_AUTH)) {
      return List.of();
    }
    List<String> schemes = values.get(SecurityKeys.ENFORCE_AUTH_SCHEMES);
    if (schemes.isEmpty()) {
      problems.error(
          written,
          "is true, but enforce.auth.schemes names no scheme",
          "Set enforce.auth.schemes, for example to digest or sasl");
    }
    return schemes;
  }
}
