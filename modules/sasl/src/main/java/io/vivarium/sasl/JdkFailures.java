package io.vivarium.sasl;

import javax.security.sasl.SaslException;

/** What to make of the failures of the JDK's mechanisms. */
final class JdkFailures {
  private JdkFailures() {}

  /** Something that may fail to forget. */
  @FunctionalInterface
  interface Disposal {
    void run() throws SaslException;
  }

  /** With the words of the innermost cause, which is the one that tells an operator what to do. */
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
