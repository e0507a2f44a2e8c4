package io.vivarium.auth.sasl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How principals of Kerberos become short names: the rules of {@code security.auth_to_local}, of which the first that fits counts.
 * Immutable.
 */
final class NameRules {
  private static final Pattern RULE =
      Pattern.compile(
          "\\s*(?:(DEFAULT)|RULE:\\[(\\d+):([^\\]]*)\\](?:\\(([^)]*)\\))?(?:s/([^/]*)/([^/]*)/(g)?)?)");

  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
  private static final Pattern NOT_SIMPLE = Pattern.compile("[/@]");

  private final List<Rule> rules;
  private final @Nullable String defaultRealm;

  /** One rule: the name made of the parts of a principal; null when the rule does not fit. */
  private interface Rule {
    @Nullable String shortName(List<String> realmAndComponents);
  }

  private NameRules(List<Rule> rules, @Nullable String defaultRealm) {
    this.rules = rules;
    this.defaultRealm = defaultRealm;
  }

  /**
   * Reads rules.
   *
   * @param defaultRealm whose principals the rule DEFAULT shortens; null for none
   * @throws IllegalArgumentException telling the place where there is no rule
   */
  static NameRules parse(String text, @Nullable String defaultRealm) {
    List<Rule> rules = new ArrayList<>();
    String rest = text.strip();
    Matcher rule = RULE.matcher(rest);
    int at = 0;
    while (at < rest.length()) {
      rule.region(at, rest.length());
      if (!rule.lookingAt() || rule.end() == at) {
        throw new IllegalArgumentException("there is no rule at character " + at);
      }
      rules.add(rule.group(1) != null ? new Default(defaultRealm) : Formatted.of(rule));
      at = rule.end();
    }
    return new NameRules(List.copyOf(rules), defaultRealm);
  }

  /** The short name; null when no rule fits, or the one that does makes a name with {@code /} or {@code @}. */
  @Nullable String shortName(PrincipalName principal) {
    if (principal.realm() == null) {
      return principal.primary();
    }
    List<String> parts = new ArrayList<>(List.of(principal.realm(), principal.primary()));
    if (principal.host() != null) {
      parts.add(principal.host());
    }
    for (Rule rule : rules) {
      String name = rule.shortName(parts);
      if (name != null) {
        return NOT_SIMPLE.matcher(name).find() ? null : name;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return rules.size() + " rules, default realm " + defaultRealm;
  }

  private record Default(@Nullable String realm) implements Rule {
    @Override
    public @Nullable String shortName(List<String> realmAndComponents) {
      return realmAndComponents.get(0).equals(realm) ? realmAndComponents.get(1) : null;
    }
  }

  /** {@code RULE:[components:format](match)s/from/to/g}. */
  private record Formatted(
      int components,
      String format,
      @Nullable Pattern match,
      @Nullable Pattern from,
      String to,
      boolean all)
      implements Rule {
    static Formatted of(Matcher rule) {
      String match = rule.group(4);
      String from = rule.group(5);
      return new Formatted(
          Integer.parseInt(rule.group(2)),
          rule.group(3),
          match == null ? null : Pattern.compile(match),
          from == null ? null : Pattern.compile(from),
          from == null ? "" : rule.group(6),
          rule.group(7) != null);
    }

    @Override
    public @Nullable String shortName(List<String> realmAndComponents) {
      if (realmAndComponents.size() - 1 != components) {
        return null;
      }
      String name = formatted(realmAndComponents);
      if (match != null && !match.matcher(name).matches()) {
        return null;
      }
      if (from == null) {
        return name;
      }
      Matcher found = from.matcher(name);
      return all ? found.replaceAll(to) : found.replaceFirst(to);
    }

    private String formatted(List<String> parts) {
      return PARAMETER
          .matcher(format)
          .replaceAll(
              found -> {
                int index = Integer.parseInt(found.group(1));
                return Matcher.quoteReplacement(index < parts.size() ? parts.get(index) : "");
              });
    }
  }
}
