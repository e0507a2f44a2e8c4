package io.vivarium.consensus.zab.auth;

import io.vivarium.model.ensemble.Membership;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of the ensemble, of which one must stand in the principal of whoever connects with a ticket: any other service of the realm has
 * tickets, too. Any thread.
 */
final class PeerHosts {
  private final boolean canonical;
  private volatile Set<String> hosts = Set.of();

  /**
   * No hosts yet.
   *
   * @param canonical whether principals have the names that hosts have for the resolver, {@code kerberos.canonicalizeHostNames}
   */
  PeerHosts(boolean canonical) {
    this.canonical = canonical;
  }

  /** Takes the hosts of these memberships; looks up names beside the caller. */
  void members(Membership committed, @Nullable Membership proposed, Executor blocking) {
    Set<String> names = new HashSet<>();
    Stream.of(committed, proposed == null ? Membership.NONE : proposed)
        .filter(Objects::nonNull)
        .flatMap(membership -> membership.members().values().stream())
        .flatMap(member -> member.addresses().stream())
        .forEach(address -> names.add(address.host()));
    if (!canonical) {
      hosts = Set.copyOf(names);
      return;
    }
    blocking.execute(
        () -> {
          Set<String> both = new HashSet<>(names);
          names.forEach(name -> both.add(principalHost(name)));
          hosts = Set.copyOf(both);
        });
  }

  /** Whether somebody with a proved principal may be a server: as itself, and only of the exact form {@code service/host@REALM}. */
  boolean admits(String proved, String wanted) {
    String[] parts = proved.split("[/@]", -1);
    return proved.equals(wanted)
        && parts.length == 3
        && proved.indexOf('/') > 0
        && proved.indexOf('/') < proved.indexOf('@')
        && hosts.contains(parts[1]);
  }

  /** The host as principals have it. May block. */
  String principalHost(String host) {
    if (!canonical) {
      return host;
    }
    try {
      return InetAddress.getByName(host).getCanonicalHostName();
    } catch (UnknownHostException e) {
      return host; // as far as it is known
    }
  }
}
