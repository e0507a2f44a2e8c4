package io.vivarium.auth.x509;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The identity from a subject alternative name. A certificate with none that matches, or with several, says nothing: to choose one
 * would let whoever orders certificates choose who they are.
 *
 * @param kind number of the kind of name in X.509
 * @param match what the name must match as a whole
 * @param extract finds the identity in it
 * @param group which group of that is the identity
 */
record AlternativeName(int kind, Pattern match, Pattern extract, int group)
    implements CertificateIdentity {
  @Override
  public @Nullable String of(X509Certificate certificate) {
    List<String> names = names(certificate);
    if (names.size() != 1) {
      return null;
    }
    Matcher found = extract.matcher(names.getFirst());
    return found.find() ? found.group(group) : null;
  }

  private List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.get(0).equals(kind)
              && alternative.get(1) instanceof String name
              && match.matcher(name).matches()) {
            names.add(name);
          }
        }
      }
    } catch (CertificateParsingException e) {
      return List.of(); // what cannot be read names nobody
    }
    return names;
  }
}
