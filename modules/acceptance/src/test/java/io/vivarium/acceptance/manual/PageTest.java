package io.vivarium.acceptance.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.manual.Page.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir Path directory;

  @Test
  void commandsAndWhatTheyShowAreReadInOrder() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("page.md"),
            """
            # Title

            ```sh
            echo one
            ```
            shows

            ```text
            one
            ```

            ```properties
            a=b
            ```

            ```sh
            echo two
            ```
            """);

    Page page = Page.read(file);

    assertEquals(
        List.of(new Step("echo one\n", List.of("one")), new Step("echo two\n", List.<String>of())),
        page.steps());
  }

  @Test
  void aPageThatContinuesBeginsWithTheOther() throws Exception {
    Files.writeString(directory.resolve("first.md"), "```sh\none\n```\n");
    Path second =
        Files.writeString(
            directory.resolve("second.md"),
            "Text. Continues where [the first](first.md) ends.\n\n```sh\ntwo\n```\n");

    assertEquals(
        List.of(new Step("one\n", List.<String>of()), new Step("two\n", List.<String>of())),
        Page.read(second).steps());
  }

  @Test
  void aPageThatMakesUsersIsForRoot() {
    assertTrue(new Page(List.of(new Step("echo\nuseradd x\n", List.of()))).asRoot());
    assertFalse(new Page(List.of(new Step("echo useradd x\n", List.of()))).asRoot());
  }

  @Test
  void linesAreFoundInTheirOrderAmongOthers() {
    Step step = new Step("", List.of("Mode: …", "done"));

    assertEquals("", step.missingIn("x\nMode: leader\ny\ndone\n"));
    assertEquals("done", step.missingIn("done\nMode: leader\n"));
    assertEquals("Mode: …", step.missingIn("A Mode: leader\n"));
  }
}
