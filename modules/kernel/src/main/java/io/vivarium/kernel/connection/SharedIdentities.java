package io.vivarium.kernel.connection;

import io.vivarium.model.AuthId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections with the same identities, such as the many of one host, hold one list of them. It remembers some: whose place is taken
 * by others has a list of its own. One per I/O thread.
 */
final class SharedIdentities {
  private static final int PLACES = 256;

  private final @Nullable List<AuthId>[] known = places();

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
  private static @Nullable List<AuthId>[] places() {
    return new List[PLACES];
  }

  /** An immutable list of these. */
  List<AuthId> of(List<AuthId> identities) {
    int place = spread(identities.hashCode()) % PLACES;
    List<AuthId> last = known[place];
    if (last != null && last.equals(identities)) {
      return last;
    }
    List<AuthId> own = List.copyOf(identities);
    known[place] = own;
    return own;
  }

  /** Addresses of one network differ in few bits; never negative. */
  private static int spread(int hash) {
    return (hash ^ hash >>> 8 ^ hash >>> 16) & Integer.MAX_VALUE;
  }
}
