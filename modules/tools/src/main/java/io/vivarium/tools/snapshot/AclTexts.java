package io.vivarium.tools.snapshot;

import io.vivarium.model.Acl;
import io.vivarium.model.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The ACLs of a snapshot by their numbers, as text. One thread. */
final class AclTexts {
  private static final String OPEN = text(Acl.OPEN);

  private final Map<Long, String> byId = new HashMap<>();

  void add(long id, List<Acl> acl) {
    byId.put(id, text(acl));
  }

  String of(long id) {
    return id == -1 ? OPEN : byId.getOrDefault(id, "missing(" + id + ")");
  }

  int count() {
    return byId.size();
  }

  private static String text(List<Acl> acl) {
    return acl.stream()
        .map(entry -> Printable.of(entry.scheme() + ":" + entry.id()) + ":" + entry.perms())
        .collect(Collectors.joining(","));
  }
}
