package io.vivarium.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WalkTest {
  @RegisterExtension static final ShellUnderTest SHELL = ShellUnderTest.text();

  private static List<String> from(String top, long deepest) throws Failure {
    List<String> seen = new ArrayList<>();
    Walk.from(
        SHELL.shell(),
        top,
        deepest,
        (path, depth, last) -> seen.add(path + " " + depth + (last ? " last" : "")));
    return seen;
  }

  private static void make(String... paths) {
    for (String path : paths) {
      SHELL.run("create " + path);
    }
  }

  @Test
  void parentsComeBeforeChildrenAndSiblingsByName() throws Exception {
    make("/a", "/a/c", "/a/b", "/a/b/y", "/a/b/x", "/a/c/z");

    assertEquals(
        List.of("/a 0 last", "/a/b 1", "/a/b/x 2", "/a/b/y 2 last", "/a/c 1 last", "/a/c/z 2 last"),
        from("/a", Long.MAX_VALUE));
  }

  @Test
  void whatIsTooDeepIsLeftOut() throws Exception {
    make("/a", "/a/b", "/a/b/c");

    assertEquals(List.of("/a 0 last"), from("/a", 0));
    assertEquals(List.of("/a 0 last", "/a/b 1 last"), from("/a", 1));
  }

  @Test
  void whatGoesOnTheWayIsLeftOut() throws Exception {
    make("/a", "/a/b", "/a/c", "/a/c/d");
    List<String> seen = new ArrayList<>();
    Walk.from(
        SHELL.shell(),
        "/a",
        Long.MAX_VALUE,
        (path, _, _) -> {
          seen.add(path);
          if (path.equals("/a")) {
            // Before the children are asked for: they are asked ahead when the next step begins.
            SHELL.shell().execute("delete /a/b");
          }
        });

    assertEquals(List.of("/a", "/a/c", "/a/c/d"), seen);
  }

  @Test
  void aMissingTopIsAFailure() {
    Failure failure = assertThrows(Failure.class, () -> from("/missing", 1));

    assertEquals("Node does not exist: /missing", failure.text());
  }

  @Test
  void aFailureOfTheVisitorEndsTheWalk() {
    make("/a", "/a/b");
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                Walk.from(
                    SHELL.shell(),
                    "/a",
                    Long.MAX_VALUE,
                    (_, _, _) -> {
                      throw Failure.usage("enough");
                    }));

    assertEquals("enough", failure.text());
  }

  @Test
  void childrenOfTheRootHaveOneSlash() {
    assertEquals("/a", Walk.child("/", "a"));
    assertEquals("/a/b", Walk.child("/a", "b"));
  }
}
