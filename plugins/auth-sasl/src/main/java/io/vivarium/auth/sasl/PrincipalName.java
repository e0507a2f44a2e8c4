package io.vivarium.auth.sasl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name in the form of Kerberos: {@code primary/host@REALM}, of which only the first part must be there.
 *
 * @param primary the user or service
 * @param host null when there is none
 * @param realm null when there is none
 */
record PrincipalName(String primary, @Nullable String host, @Nullable String realm) {
  private static final Pattern FORM = Pattern.compile("([^/@]*)(/([^/@]*))?@([^/@]*)");

  /** The name that a text has; a text without realm is the primary as a whole, as in ZooKeeper. Null when it has no such form. */
  static @Nullable PrincipalName parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (parts.matches()) {
      return new PrincipalName(parts.group(1), parts.group(3), parts.group(4));
    }
    return text.indexOf('@') < 0 ? new PrincipalName(text, null, null) : null;
  }
}
