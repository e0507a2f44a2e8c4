package io.vivarium.plugin.installer.trust;

/** What a signature is worth here. */
public sealed interface Verdict {
  /**
   * A key that is trusted made it, and may sign today.
   *
   * @param fingerprint of the key's certificate, in hexadecimal digits
   * @param name whose it is, as it says
   */
  record Trusted(String fingerprint, String name) implements Verdict {}

  /** There is no signature. */
  record Unsigned() implements Verdict {}

  /**
   * Nobody here knows the key that made it, so it says no more than none.
   *
   * @param why a sentence, with what to do
   */
  record Unknown(String why) implements Verdict {}

  /**
   * It is damaged, or of something else, or of a key that must not sign any more: a reason for alarm, whatever was asked for.
   *
   * @param why a sentence
   */
  record Rejected(String why) implements Verdict {}
}
