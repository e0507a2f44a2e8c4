package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The guide for writers of plugins shows code of the projects that the archetypes generate, which the build compiles and tests: what a
 * page shows is what is there, to the letter.
 */
final class PluginGuideTest {
  private static final Path GUIDE = SourceTree.root().resolve("docs/plugins");
  private static final Path ARCHETYPES = SourceTree.root().resolve("modules/archetypes");

  private static final Pattern BLOCK =
      Pattern.compile(
          "^```(?:java|xml|properties)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern PROPERTY =
      Pattern.compile("<(archetype\\.[a-z]+)>([^<]*)</archetype\\.[a-z]+>");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transport",
        "storage",
        "authentication",
        "consensus",
        "metrics",
        "admin",
        "audit"
      })
  void whatAPageShowsIsInTheProjectThatItsArchetypeGenerates(String spi) {
    String page = SourceTree.read(GUIDE.resolve(spi + ".md"));
    List<List<String>> files = generated(spi);
    List<String> blocks = BLOCK.matcher(page).results().map(found -> found.group(1)).toList();
    assertTrue(blocks.size() >= 3, spi + ".md shows hardly any code");
    for (String block : blocks) {
      List<String> shown = dedented(block.lines().toList());
      assertTrue(
          files.stream().anyMatch(file -> contains(file, shown)),
          () -> spi + ".md shows what no file of the archetype has:\n" + block);
    }
  }

  @Test
  void everyArchetypeHasAPageAndEveryPageIsNamedOnTheFirst() {
    String first = SourceTree.read(GUIDE.resolve("README.md"));
    List<String> archetypes = list(ARCHETYPES, "pom.xml");
    assertEquals(7, archetypes.size(), archetypes::toString);
    for (String spi : archetypes) {
      assertTrue(Files.exists(GUIDE.resolve(spi + ".md")), spi);
      assertTrue(first.contains("(" + spi + ".md)"), spi);
    }
  }

  /** The files as the reader's project has them: what the build and the archetype fill in is filled in. */
  private static List<List<String>> generated(String spi) {
    Map<String, String> filled = new HashMap<>();
    filled.put("${package}", "com.example." + spi);
    filled.put("${artifactId}", "my-" + spi);
    PROPERTY
        .matcher(SourceTree.read(ARCHETYPES.resolve(spi).resolve("pom.xml")))
        .results()
        .forEach(found -> filled.put("@" + found.group(1) + "@", found.group(2)));
    List<Path> roots =
        List.of(
            ARCHETYPES.resolve(spi).resolve("src/main/resources/archetype-resources"),
            ARCHETYPES.resolve("shared/archetype-resources"));
    List<List<String>> files = new ArrayList<>();
    for (Path root : roots) {
      try (Stream<Path> all = Files.walk(root)) {
        all.filter(Files::isRegularFile)
            .map(SourceTree::read)
            .map(text -> fill(text, filled))
            .forEach(text -> files.add(text.lines().toList()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertFalse(files.isEmpty());
    return files;
  }

  private static String fill(String text, Map<String, String> values) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue());
    }
    return filled;
  }

  private static boolean contains(List<String> file, List<String> lines) {
    for (int start = 0; start + lines.size() <= file.size(); start++) {
      if (dedented(file.subList(start, start + lines.size())).equals(lines)) {
        return true;
      }
    }
    return false;
  }

  /** Without the blanks that all lines begin with. */
  private static List<String> dedented(List<String> lines) {
    int indent =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return lines.stream().map(line -> line.isBlank() ? "" : line.substring(indent)).toList();
  }

  private static List<String> list(Path directory, String with) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> Files.exists(entry.resolve(with)))
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
