package io.vivarium.auth.builtin;

import io.vivarium.model.AuthId;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.transport.Peer;
import java.util.List;

/**
 * Where a client comes from. Every connection has the id of its address; an ACL names an address or a block of them, IPv4 or IPv6,
 * as {@code 10.0.0.0/8} or {@code fd00::/8}.
 */
final class IpScheme implements AuthScheme {
  @Override
  public String scheme() {
    return "ip";
  }

  @Override
  public AuthOutcome authenticate(Peer peer, byte[] token) {
    return new AuthOutcome.Accepted(onConnect(peer));
  }

  @Override
  public List<AuthId> onConnect(Peer peer) {
    return List.of(new AuthId(scheme(), peer.remoteHost()));
  }

  @Override
  public boolean validId(String id) {
    return IpBlock.parse(id) != null;
  }

  @Override
  public boolean matches(String presented, String aclId) {
    IpBlock block = IpBlock.parse(aclId);
    byte[] address = IpBlock.parseAddress(presented);
    return block != null && address != null && block.contains(address);
  }

  /** An address proves nothing. */
  @Override
  public boolean authenticated() {
    return false;
  }
}
