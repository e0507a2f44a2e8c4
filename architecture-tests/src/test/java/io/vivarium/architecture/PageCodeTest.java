package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code on pages is code of examples that the build compiles and runs. */
final class PageCodeTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);

  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

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

  /** Which is Maven's: what is on the page is needed, and enough to run what is there. */
  @Test
  void theDependenciesOfThePageOnEmbeddingAreThoseOfTheExample() throws IOException {
    String page = SourceTree.read(SourceTree.root().resolve("docs/embedding.md"));
    String pom =
        SourceTree.read(SourceTree.root().resolve("distribution/examples/embedded/pom.xml"));
    List<String> shown = DEPENDENCY.matcher(page).results().map(it -> words(it.group())).toList();
    List<String> known = DEPENDENCY.matcher(pom).results().map(it -> words(it.group())).toList();

    assertFalse(shown.isEmpty(), "the page names no dependency");
    assertEquals(
        List.of(),
        shown.stream().filter(dependency -> !known.contains(dependency)).toList(),
        "what is not in the example's pom.xml");
    Matcher ours =
        VERSION.matcher(SourceTree.read(SourceTree.root().resolve("modules/bom/pom.xml")));
    assertTrue(ours.find(), "the BOM has no version");
    String version = "`vivarium.version`, now `" + ours.group(1) + "`";
    assertTrue(page.contains(version), version);
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
