package io.vivarium.spi.auth;

import io.vivarium.model.AuthId;
import io.vivarium.spi.transport.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One authentication scheme: how identities of it are proved, which ids may stand in an ACL, and which identity fulfils which id.
 * Called from many threads at once; does not block. {@link #matches} is on the path of every request and must be quick.
 *
 * <p>A scheme that throws, returns null or blocks gives nobody anything: the host refuses the attempt, takes the id for invalid and
 * for one that does not match, and logs it with the plugin's name.
 */
public interface AuthScheme {
  /** The name in ACLs, for example {@code digest}. */
  String scheme();

  /** Answers an auth packet of this scheme. */
  AuthOutcome authenticate(Peer peer, byte[] token);

  /** Whether {@code id} may stand in an ACL under this scheme. */
  boolean validId(String id);

  /** Whether an identity of this scheme fulfils an id that stands in an ACL under this scheme. */
  boolean matches(String presented, String aclId);

  /** Whether identities of this scheme are proved, so that the ACL shorthand {@code auth} stands for them too. */
  default boolean authenticated() {
    return true;
  }

  /** Identities that a connection has from the start, before any packet. */
  default List<AuthId> onConnect(Peer peer) {
    return List.of();
  }

  /** The part of an id that names the user, for whoAmI and the audit log; never a secret. */
  default String userName(String id) {
    return id;
  }

  /** Begins a SASL exchange on a connection; null when this scheme does not speak SASL. */
  default @Nullable SaslExchange sasl(Peer peer) {
    return null;
  }
}
