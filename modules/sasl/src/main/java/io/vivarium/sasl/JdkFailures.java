package io.vivarium.sasl;

import javax.security.sasl.SaslException;

/** What to make of the failures of the JDK's mechanisms. */
final class JdkFailures {
  /**
   * Without any word of the JDK's, nor the failure as a cause: it repeats what the other side has sent, which a client that is configured
   * for another mechanism fills with its password.
   */
  static final Wording UNQUOTED =
      (mechanism, _) ->
          new SaslException(
              mechanism + " failed: wrong password, no such user, or a token of a wrong form");

  private JdkFailures() {}

  /** Makes a failure fit for a log. */
  @FunctionalInterface
  interface Wording {
    SaslException of(String mechanism, SaslException failure);
  }

  /** Something that may fail to forget. */
  @FunctionalInterface
  interface Disposal {
    void run() throws SaslException;
  }

  /** With the words of the innermost cause, which for Kerberos tells an operator what to do, and repeats no token. */
  static SaslException explained(String mechanism, SaslException failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String words = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
    return new SaslException(mechanism + " failed: " + PrintableText.of(words), failure);
  }

  static void ignoring(Disposal disposal) {
    try {
      disposal.run();
    } catch (SaslException e) {
      // There is nothing left that could be forgotten.
    }
  }
}
