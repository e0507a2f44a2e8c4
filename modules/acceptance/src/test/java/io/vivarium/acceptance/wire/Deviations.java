package io.vivarium.acceptance.wire;

import io.vivarium.acceptance.server.ServerKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where our server answers otherwise than ZooKeeper on purpose, and where ZooKeeper's answer is one of several that are right. Every
 * other difference is an error.
 */
final class Deviations {
  private static final int NO_AUTH = -102;

  /** A reply of one connection of one conversation, counted in frames of that connection. */
  private record Place(int conversation, int connection, int frame) {}

  /** ZooKeeper lets any client delete any childless node with the operation that its own reaper uses; we refuse. */
  private static final Set<Place> DELETE_CONTAINER =
      Set.of(
          new Place(38, 0, 61),
          new Place(54, 1, 10),
          new Place(54, 1, 12),
          new Place(54, 1, 14),
          new Place(54, 1, 16));

  /** The ids of a connection, written out for scheme "auth", come in the order of a hash table. */
  private static final Set<Place> EXPANDED_IDS = Set.of(new Place(54, 0, 62));

  private Deviations() {}

  /** The error with which our server, and not ZooKeeper, answers there. */
  static OptionalInt ownError(int conversation, int connection, int frame) {
    boolean ours =
        ServerKind.selected() == ServerKind.PACKAGED
            && DELETE_CONTAINER.contains(new Place(conversation, connection, frame));
    return ours ? OptionalInt.of(NO_AUTH) : OptionalInt.empty();
  }

  /** The fields in an order that can be compared. */
  static List<Field> ordered(int conversation, int connection, int frame, List<Field> fields) {
    if (!EXPANDED_IDS.contains(new Place(conversation, connection, frame))) {
      return fields;
    }
    List<Field> entries = new ArrayList<>(fields.stream().filter(Deviations::isAclEntry).toList());
    entries.sort(Comparator.comparing(entry -> entry.value().toString()));
    List<Field> ordered = new ArrayList<>();
    for (Field field : fields) {
      Field next = isAclEntry(field) ? entries.removeFirst() : field;
      ordered.add(new Field(field.name(), field.meaning(), next.value()));
    }
    return ordered;
  }

  private static boolean isAclEntry(Field field) {
    return field.name().startsWith("acl[");
  }
}
