package io.vivarium.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an access control list as it travels: {@code perms} is a bit set of {@link Perms}, scheme and id name who holds
 * them. Scheme and id are null only in requests that have not been checked yet.
 *
 * @param perms bit set of {@link Perms}; unknown bits are stored as they are
 * @param scheme authentication scheme, for example {@code world} or {@code digest}
 * @param id identity within the scheme, for example {@code anyone}
 */
public record Acl(int perms, @Nullable String scheme, @Nullable String id) {
  /** Everyone may do everything: {@code world:anyone:cdrwa}. */
  public static final List<Acl> OPEN = List.of(new Acl(Perms.ALL, "world", "anyone"));

  /** Everyone may read: {@code world:anyone:r}. */
  public static final List<Acl> READ_ONLY = List.of(new Acl(Perms.READ, "world", "anyone"));
}
