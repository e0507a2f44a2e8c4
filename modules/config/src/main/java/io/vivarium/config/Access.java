package io.vivarium.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what, as far as the server itself decides it.
 *
 * @param skipAcl whether no ACL is checked
 * @param enforcedSchemes schemes of which a client must have authenticated with one; empty: none is demanded
 * @param certificateScheme the scheme that certificates of clients are shown to; null: not named, or {@code x509}
 * @param allowSaslFailedClients whether a client whose SASL failed stays connected
 * @param freeAttempts failed attempts to authenticate, other than by SASL, before an address has to wait; 0: it never has to
 * @param readOnlyMode whether a server without a quorum serves reads
 * @param fourLetterWords the four-letter words that are answered
 */
public record Access(
    boolean skipAcl,
    List<String> enforcedSchemes,
    @Nullable String certificateScheme,
    boolean allowSaslFailedClients,
    int freeAttempts,
    boolean readOnlyMode,
    FourLetterWords fourLetterWords) {

  /**
   * The four-letter words that are answered.
   *
   * @param allowed in lower case
   */
  public record FourLetterWords(Set<String> allowed) {
    /** Every word that ZooKeeper knows. */
    public static final List<String> KNOWN =
        List.of(
            "conf", "cons", "crst", "dirs", "dump", "envi", "gtmk", "hash", "isro", "mntr", "ruok",
            "srst", "srvr", "stat", "stmk", "wchc", "wchp", "wchs");

    /** Copies the set. */
    public FourLetterWords {
      allowed = Set.copyOf(allowed);
    }

    /** Whether a word is answered. */
    public boolean allows(String word) {
      return allowed.contains(word);
    }

    static FourLetterWords from(Values values, Problems problems) {
      Set<String> allowed = new LinkedHashSet<>(List.of("srvr"));
      if (values.get(ClientKeys.READ_ONLY_MODE)) {
        allowed.add("isro");
      }
      Setting written = values.setting(ClientKeys.FOUR_LETTER_WORDS);
      for (String word : values.get(ClientKeys.FOUR_LETTER_WORDS)) {
        if (word.equals("*")) {
          allowed.addAll(KNOWN);
        } else if (KNOWN.contains(word)) {
          allowed.add(word);
        } else if (written != null) {
          problems.warning(
              written,
              "there is no four-letter word " + (word.length() > 20 ? "of this length" : word),
              "Choose from " + String.join(", ", KNOWN) + ", or * for all");
        }
      }
      return new FourLetterWords(allowed);
    }
  }

  /** Copies the list. */
  public Access {
    enforcedSchemes = List.copyOf(enforcedSchemes);
  }

  static Access from(Values values, Problems problems) {
    warnAboutUnsafe(values, problems);
    return new Access(
        values.get(ClientKeys.SKIP_ACL),
        enforcedSchemes(values, problems),
        certificateScheme(values),
        values.get(SecurityKeys.ALLOW_SASL_FAILED),
        values.get(OwnKeys.FREE_ATTEMPTS),
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

  private static @Nullable String certificateScheme(Values values) {
    String scheme = values.get(SecurityKeys.SSL_AUTH_PROVIDER);
    return scheme.equals("x509") ? null : scheme;
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
