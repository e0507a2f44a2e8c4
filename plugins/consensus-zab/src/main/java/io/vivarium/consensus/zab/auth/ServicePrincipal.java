package io.vivarium.consensus.zab.auth;

import io.vivarium.sasl.Gssapi;

/**
 * What the servers of the ensemble are called in Kerberos.
 *
 * @param service the first part of their principals
 * @param named the host, or {@code _HOST} for the one that is dialled
 * @param hosts how hosts are called in principals
 */
record ServicePrincipal(String service, String named, PeerHosts hosts) implements Gssapi.Peers {
  private static final String DIALLED = "_HOST";

  /** From the form {@code service/host} or {@code service/host@REALM}. */
  static ServicePrincipal of(String principal, PeerHosts hosts) {
    int slash = principal.indexOf('/');
    String service = slash < 0 ? principal : principal.substring(0, slash);
    String rest = slash < 0 ? DIALLED : principal.substring(slash + 1);
    int at = rest.indexOf('@');
    return new ServicePrincipal(service, at < 0 ? rest : rest.substring(0, at), hosts);
  }

  @Override
  public String host(String dialled) {
    return named.equals(DIALLED) ? hosts.principalHost(dialled) : named;
  }
}
