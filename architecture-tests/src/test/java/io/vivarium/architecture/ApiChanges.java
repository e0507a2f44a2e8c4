package io.vivarium.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares two texts of {@link ApiText}: what would have those stumble that were compiled against the first, or that are compiled
 * again. Whoever implements an interface is meant as much as whoever calls it, and so is a switch without default.
 */
final class ApiChanges {
  /** Words in front of a declaration that do not belong to what it declares. */
  private static final Set<String> MODIFIERS =
      Set.of("abstract", "default", "final", "protected", "sealed", "static");

  private ApiChanges() {}

  /** What breaks, a line each; empty when all that was offered is offered still. */
  static List<String> breaking(List<String> before, List<String> after) {
    Map<String, Type> old = types(before);
    Map<String, Type> now = types(after);
    List<String> breaking = new ArrayList<>();
    old.forEach(
        (name, type) -> {
          Type other = now.get(name);
          if (other == null) {
            breaking.add(name + " is gone");
          } else {
            compare(type, other, breaking);
          }
        });
    return breaking;
  }

  private static void compare(Type before, Type after, List<String> breaking) {
    String name = before.header.declared();
    if (!mayBecome(before.header, after.header)) {
      breaking.add("'" + before.header + "' has become '" + after.header + "'");
    }
    Set<Line> gone = new TreeSet<>(before.members);
    gone.removeAll(after.members);
    Set<Line> added = new TreeSet<>(after.members);
    added.removeAll(before.members);
    for (Line line : gone) {
      Optional<Line> successor =
          added.stream().filter(each -> each.declared().equals(line.declared())).findFirst();
      if (successor.isEmpty()) {
        breaking.add(name + ": '" + line + "' is gone");
      } else if (!mayBecome(line, successor.get())) {
        breaking.add(name + ": '" + line + "' has become '" + successor.get() + "'");
      }
      successor.ifPresent(added::remove);
    }
    for (Line line : added) {
      complaint(after.header, line)
          .ifPresent(why -> breaking.add(name + ": '" + line + "' is new, and " + why));
    }
  }

  /** Whether nobody minds that the modifiers of a declaration change like this. */
  private static boolean mayBecome(Line before, Line after) {
    Set<String> lost = new TreeSet<>(before.modifiers());
    lost.removeAll(after.modifiers());
    Set<String> won = new TreeSet<>(after.modifiers());
    won.removeAll(before.modifiers());
    if (lost.contains("abstract")) {
      won.remove("default"); // who has implemented it goes on doing so
    }
    lost.removeAll(Set.of("abstract", "final", "protected"));
    return lost.isEmpty() && won.isEmpty();
  }

  /** Why a new member breaks something, if it does. */
  private static Optional<String> complaint(Line type, Line added) {
    boolean open = !type.modifiers().contains("sealed") && !type.modifiers().contains("final");
    boolean implemented = open && (type.text.contains("interface ") || type.isAbstract());
    String kind = added.declared().substring(0, Math.max(0, added.declared().indexOf(' ')));
    if (type.declared().startsWith("annotation ") && !added.text.endsWith(" with a default")) {
      return Optional.of("whoever uses it does not say that");
    }
    return switch (kind) {
      case "constant" -> Optional.of("a switch without default does not know it");
      case "permits" -> Optional.of("a switch without default does not know that");
      case "is" ->
          implemented
              ? Optional.of("whoever implements the type may not do that")
              : Optional.empty();
      default ->
          implemented && added.isAbstract()
              ? Optional.of("whoever implements the type does not have it")
              : Optional.empty();
    };
  }

  private static Map<String, Type> types(List<String> lines) {
    Map<String, Type> types = new LinkedHashMap<>();
    Type current = null;
    for (String text : lines) {
      if (!text.startsWith(" ")) {
        Line header = new Line(text);
        current = new Type(header, new TreeSet<>());
        types.put(header.declared(), current);
      } else if (current != null) {
        current.members.add(new Line(text.trim()));
      }
    }
    return types;
  }

  private record Type(Line header, Set<Line> members) {}

  /** A line of the text: modifiers, and what is declared. */
  private record Line(String text) implements Comparable<Line> {
    Set<String> modifiers() {
      return Arrays.stream(text.split(" ", -1))
          .takeWhile(MODIFIERS::contains)
          .collect(Collectors.toSet());
    }

    String declared() {
      return Arrays.stream(text.split(" ", -1))
          .dropWhile(MODIFIERS::contains)
          .collect(Collectors.joining(" "));
    }

    boolean isAbstract() {
      return modifiers().contains("abstract");
    }

    @Override
    public int compareTo(Line other) {
      return text.compareTo(other.text);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
