package io.vivarium.kernel.access;

import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.spi.auth.AuthScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decides whether a connection's identities may do something to a node. Any thread; no state of its own.
 *
 * <p>The rules are ZooKeeper's: no list or an empty one allows everything; any identity of scheme {@code super} may do everything;
 * otherwise some entry must share a bit with what is wanted and be {@code world:anyone} or match an identity of the same scheme.
 */
public final class AccessCheck {
  private final Map<String, AuthScheme> schemes;
  private final boolean skip;

  /**
   * A check by these schemes.
   *
   * @param schemes by name
   * @param skip allows everything ({@code skipACL=yes})
   */
  public AccessCheck(Map<String, AuthScheme> schemes, boolean skip) {
    this.schemes = Map.copyOf(schemes);
    this.skip = skip;
  }

  /**
   * Whether any of the wanted permissions is granted.
   *
   * @param acl the node's list
   * @param wanted bit set of {@link io.vivarium.model.Perms}; any shared bit is enough
   * @param ids the connection's identities
   */
  public boolean permits(List<Acl> acl, int wanted, List<AuthId> ids) {
    if (skip || acl.isEmpty()) {
      return true;
    }
    // Indexed loops: this runs for every request, and iterators would be garbage.
    for (int i = 0; i < acl.size(); i++) {
      Acl entry = acl.get(i);
      if ((entry.perms() & wanted) != 0 && grants(entry, ids)) {
        return true;
      }
    }
    for (int i = 0; i < ids.size(); i++) {
      if (ids.get(i).scheme().equals("super")) {
        return true;
      }
    }
    return false;
  }

  private boolean grants(Acl entry, List<AuthId> ids) {
    String scheme = entry.scheme();
    String aclId = entry.id();
    if (scheme == null || aclId == null) {
      return false;
    }
    if (scheme.equals("world")) {
      return aclId.equals("anyone");
    }
    AuthScheme provider = schemes.get(scheme);
    if (provider == null) {
      return false;
    }
    for (int i = 0; i < ids.size(); i++) {
      AuthId id = ids.get(i);
      if (id.scheme().equals(scheme) && provider.matches(id.id(), aclId)) {
        return true;
      }
    }
    return false;
  }

  /** The identities as whoAmI shows them: the user of each, never a secret. */
  public List<AuthId> shown(List<AuthId> ids) {
    List<AuthId> shown = new ArrayList<>(ids.size());
    for (AuthId id : ids) {
      AuthScheme scheme = schemes.get(id.scheme());
      shown.add(
          scheme == null
              ? new AuthId(id.scheme(), "super".equals(id.scheme()) ? id.id() : "")
              : new AuthId(id.scheme(), scheme.userName(id.id())));
    }
    return shown;
  }
}
