package io.vivarium.auth.sasl;

import java.util.Set;

/**
 * From whom a mechanism has proved somebody to be to the id that stands in ACLs. Names without a realm, as DIGEST-MD5 and SCRAM have
 * them, stay as they are. Immutable.
 *
 * @param rules shorten names of Kerberos
 * @param dropHost whether ids have no host, {@code kerberos.removeHostFromPrincipal}
 * @param dropRealm whether ids have no realm, {@code kerberos.removeRealmFromPrincipal}
 * @param superUsers ids that no ACL binds
 */
record ClientNames(NameRules rules, boolean dropHost, boolean dropRealm, Set<String> superUsers) {
  /** Copies the set. */
  ClientNames {
    superUsers = Set.copyOf(superUsers);
  }

  /** The id of a name; the name itself where no rule fits, so that nobody gets the id of another by having no rule. */
  String idOf(String proved) {
    PrincipalName principal = PrincipalName.parse(proved);
    String name = principal == null ? null : rules.shortName(principal);
    if (principal == null || name == null || principal.realm() == null) {
      return proved;
    }
    StringBuilder id = new StringBuilder(name);
    if (!dropHost && principal.host() != null) {
      id.append('/').append(principal.host());
    }
    if (!dropRealm) {
      id.append('@').append(principal.realm());
    }
    return id.toString();
  }
}
