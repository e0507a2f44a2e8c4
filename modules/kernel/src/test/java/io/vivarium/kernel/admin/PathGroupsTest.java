package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathGroupsTest {
  @Test
  void pathsStandUnderTheirSession() {
    PathGroups groups = PathGroups.bySession();
    assertTrue(groups.visit(7, "/a"));
    assertTrue(groups.visit(7, "/b"));
    assertTrue(groups.visit(8, "/a"));
    Fields fields = new Fields();
    groups.addTo(fields, "groups");
    assertEquals(Map.of("7", List.of("/a", "/b"), "8", List.of("/a")), fields.done().get("groups"));
    assertNull(fields.done().get("truncated"));
  }

  @Test
  void sessionsStandUnderTheirPath() {
    PathGroups groups = PathGroups.byPath();
    groups.visit(7, "/a");
    groups.visit(8, "/a");
    Fields fields = new Fields();
    groups.addTo(fields, "groups");
    assertEquals(Map.of("/a", List.of(7L, 8L)), fields.done().get("groups"));
  }

  @Test
  void whatIsTooMuchIsLeftOutAndTold() {
    PathGroups groups = PathGroups.bySession();
    String path = "/" + "x".repeat(PathGroups.MOST_CHARACTERS / 2);
    assertTrue(groups.visit(1, path));
    assertTrue(groups.visit(2, path));
    assertFalse(groups.visit(3, "/a"));
    Fields fields = new Fields();
    groups.addTo(fields, "groups");
    assertEquals(2, ((Map<?, ?>) fields.done().get("groups")).size());
    assertEquals(true, fields.done().get("truncated"));
  }
}
