package io.vivarium.admin.jmx;

import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.admin.AdminRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers of a server's commands, each asked at most once, for one look at a bean. One thread. */
final class Facts {
  private final AdminHost host;
  private final Map<String, Map<String, ?>> answers = new HashMap<>();

  Facts(AdminHost host) {
    this.host = host;
  }

  /** A field of the answer to a command, or of an object within it; null when it is not there. */
  @Nullable Object at(String command, String... path) {
    Object value =
        answers.computeIfAbsent(command, asked -> host.ask(AdminRequest.get(asked)).fields());
    for (String name : path) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return value;
  }

  /** The connection of a session as its fields; one without fields when it is gone. */
  Map<?, ?> connection(String session) {
    Map<String, ?> answer =
        answers.computeIfAbsent(
            "connection of " + session,
            _ -> host.ask(AdminRequest.get("connections", Map.of("session", session))).fields());
    for (String listener : List.of("connections", "secure_connections")) {
      if (answer.get(listener) instanceof List<?> list && !list.isEmpty()) {
        return (Map<?, ?>) list.getFirst();
      }
    }
    return Map.of();
  }

  /** Connections of both listeners, at most so many of each. */
  List<Map<?, ?>> connections(int most) {
    Map<String, ?> answer =
        host.ask(AdminRequest.get("connections", Map.of("most", Integer.toString(most)))).fields();
    List<Map<?, ?>> connections = new ArrayList<>();
    for (String listener : List.of("connections", "secure_connections")) {
      if (answer.get(listener) instanceof List<?> list) {
        for (Object one : list) {
          if (one instanceof Map<?, ?> fields) {
            connections.add(fields);
          }
        }
      }
    }
    return connections;
  }

  /** A number; 0 when it is not there. */
  long number(String command, String... path) {
    return at(command, path) instanceof Number number ? number.longValue() : 0;
  }

  /** A number with a fraction; 0 when it is not there. */
  double ratio(String command, String... path) {
    return at(command, path) instanceof Number number ? number.doubleValue() : 0;
  }

  /** A text; empty when it is not there. */
  String text(String command, String... path) {
    Object value = at(command, path);
    return value == null ? "" : value.toString();
  }

  /** The members of the ensemble, each as its fields. */
  List<Map<?, ?>> members() {
    return at("ensemble", "members") instanceof List<?> members
        ? members.stream().<Map<?, ?>>map(member -> (Map<?, ?>) member).toList()
        : List.of();
  }

  /** A member by its number; one without fields when there is none. */
  Map<?, ?> member(long id) {
    return members().stream()
        .filter(member -> member.get("id") instanceof Long number && number == id)
        .findFirst()
        .orElse(Map.of());
  }
}
