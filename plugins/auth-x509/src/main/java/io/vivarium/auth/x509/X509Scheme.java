package io.vivarium.auth.x509;

import io.vivarium.model.AuthId;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.transport.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Identities from certificates. The transport has judged the certificate before the connection began, so a client has its identity
 * from the start; an auth packet of this scheme only asks for the same again.
 */
final class X509Scheme implements AuthScheme {
  private static final Logger LOG = LoggerFactory.getLogger(X509Scheme.class);

  static final String NAME = "x509";

  private final CertificateIdentity identity;
  private final @Nullable String superUser;
  private final boolean unasked;

  /**
   * The scheme.
   *
   * @param superUser identity of the super user; null when there is none
   * @param unasked whether a client has its identity from the start; otherwise it has to ask for it
   */
  X509Scheme(CertificateIdentity identity, @Nullable String superUser, boolean unasked) {
    this.identity = identity;
    this.superUser = superUser;
    this.unasked = unasked;
  }

  @Override
  public String scheme() {
    return NAME;
  }

  @Override
  public List<AuthId> onConnect(Peer peer) {
    return unasked ? identities(peer) : List.of();
  }

  private List<AuthId> identities(Peer peer) {
    if (peer.certificates().isEmpty()) {
      return List.of();
    }
    String id = identity.of(peer.certificates().getFirst());
    if (id == null || id.isEmpty()) {
      LOG.warn(
          "The certificate of {} has no name that says who it is; the connection has no identity",
          peer.remoteHost());
      return List.of();
    }
    AuthId x509 = new AuthId(scheme(), id);
    return id.equals(superUser) ? List.of(new AuthId("super", id), x509) : List.of(x509);
  }

  @Override
  public AuthOutcome authenticate(Peer peer, byte[] token) {
    List<AuthId> ids = identities(peer);
    return ids.isEmpty()
        ? new AuthOutcome.Refused("the connection has no certificate that says who the client is")
        : new AuthOutcome.Accepted(ids);
  }

  /** A subject or an alternative name; the form of the first depends on who writes it, and only equal texts match. */
  @Override
  public boolean validId(String id) {
    return !id.isBlank() && id.chars().noneMatch(Character::isISOControl);
  }

  @Override
  public boolean matches(String presented, String aclId) {
    return presented.equals(aclId);
  }
}
