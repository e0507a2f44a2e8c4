package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code on pages is code of examples that the build compiles and runs. */
final class PageCodeTest {
  private static final Pattern BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

  @Test
  void theCodeOfThePageOnEmbeddingIsThatOfTheExample() throws IOException {
    String page = SourceTree.read(SourceTree.root().resolve("docs/embedding.md"));
    String example = sources(SourceTree.root().resolve("distribution/examples/embedded/src"));
    List<String> blocks = BLOCK.matcher(page).results().map(found -> found.group(1)).toList();

    assertFalse(blocks.isEmpty(), "the page has no code");
    assertEquals(
        List.of(),
        blocks.stream().filter(block -> !example.contains(words(block))).toList(),
        "code that is not in the example");
  }

  private static String sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(SourceTree::read)
          .map(PageCodeTest::words)
          .collect(Collectors.joining("\n"));
    }
  }

  /** However it is indented. */
  private static String words(String code) {
    return code.strip().replaceAll("\\s+", " ");
  }
}
