package io.vivarium.config;

import java.util.List;

/**
 * What is said about a key.
 *
 * @param help one sentence on its effect
 * @param since ZooKeeper version that introduced it; empty when it was always there or is not known
 * @param reason why it is mapped, without effect or refused; empty when honoured
 * @param defaultText default as documented when it is computed; empty when the default value says it
 * @param aliases other names, the one that wins first
 * @param secret whether its owner declared it secret
 */
record Notes(
    String help,
    String since,
    String reason,
    String defaultText,
    List<String> aliases,
    boolean secret) {
  static Notes of(String help) {
    return new Notes(help, "", "", "", List.of(), false);
  }

  Notes since(String version) {
    return new Notes(help, version, reason, defaultText, aliases, secret);
  }

  Notes reason(String text) {
    return new Notes(help, since, text, defaultText, aliases, secret);
  }

  Notes defaultText(String text) {
    return new Notes(help, since, reason, text, aliases, secret);
  }

  Notes aliases(List<String> names) {
    return new Notes(help, since, reason, defaultText, List.copyOf(names), secret);
  }

  Notes asSecret() {
    return new Notes(help, since, reason, defaultText, aliases, true);
  }
}
