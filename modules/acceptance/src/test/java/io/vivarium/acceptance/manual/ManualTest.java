package io.vivarium.acceptance.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each page of the manual is typed as it stands there, and shows what it says that it shows. */
class ManualTest {
  private static final Path MANUAL = Path.of("../../docs/operations").toAbsolutePath().normalize();

  @TempDir Path directory;

  /** Pages for operators that others read, too. */
  private static final List<String> BESIDES = List.of("../monitoring.md", "../security.md");

  /** All that have something to type; some only have commands for which a machine would be changed. */
  static List<String> pages() throws IOException {
    List<String> names = new ArrayList<>(BESIDES);
    try (Stream<Path> files = Files.list(MANUAL)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        if (!Page.read(file).steps().isEmpty()) {
          names.add(file.getFileName().toString());
        }
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void thePageWorks(String name) throws Exception {
    Page page = Page.read(MANUAL.resolve(name));
    World world = new World(page, directory);
    Optional<String> reason = world.impossible();
    assumeTrue(reason.isEmpty(), () -> "not here: " + reason.orElseThrow());

    String printed = world.run();

    List<String> outputs = List.of(printed.split(Page.END, -1));
    for (int i = 0; i < page.steps().size(); i++) {
      Page.Step step = page.steps().get(i);
      String output = outputs.get(i);
      assertEquals("", step.missingIn(output), () -> step.commands() + "printed:\n" + output);
    }
  }
}
