package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The BOM and the parent of other people's plugins inherit nothing from this build, so that nobody who uses them does; they repeat what
 * they need of it, and say the same.
 */
final class PublishedVersionsTest {
  private static final String BUILD = pom("pom.xml");
  private static final String BOM = pom("modules/bom/pom.xml");
  private static final String PARENT = pom("modules/plugin-parent/pom.xml");

  private static String pom(String file) {
    return SourceTree.read(SourceTree.root().resolve(file));
  }

  /** The text of the first element of this name, which in these files is the one that is meant. */
  private static String first(String pom, String element) {
    return all(pom, "<" + element + ">([^<]*)</" + element + ">").getFirst();
  }

  private static List<String> all(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  @Test
  void theyAreOfTheVersionOfTheBuild() {
    String version = first(BUILD, "version");
    assertEquals(version, first(BOM, "version"));
    assertEquals(version, first(PARENT, "version"));
    assertEquals(version, first(PARENT, "vivarium.version"));
  }

  @ParameterizedTest
  @CsvSource({"jspecify.version", "junit.version", "slf4j.version"})
  void theBomHasTheLibrariesOfTheBuild(String property) {
    assertEquals(first(BUILD, property), first(BOM, property));
  }

  @ParameterizedTest
  @CsvSource({
    "maven-clean-plugin",
    "maven-compiler-plugin",
    "maven-jar-plugin",
    "maven-install-plugin",
    "maven-deploy-plugin",
    "maven-site-plugin"
  })
  void theParentHasTheMavenPluginsOfTheBuild(String plugin) {
    String version = "<artifactId>" + plugin + "</artifactId>\\s*<version>([^<]*)</version>";
    assertEquals(all(BUILD, version).getFirst(), all(PARENT, version).getFirst());
  }

  @Test
  void theBomKnowsEveryPluginAndNothingThatIsNotBuilt() {
    TreeSet<String> managed =
        new TreeSet<>(
            all(BOM, "<groupId>io.vivarium</groupId>\\s*<artifactId>([^<]*)</artifactId>"));
    managed.remove("vivarium-bom");
    TreeSet<String> built = new TreeSet<>();
    for (Module module : Module.values()) {
      String artifact = artifactOf(SourceTree.root().resolve(module.directory()));
      built.add(artifact);
      if (module.plugin()) {
        assertTrue(managed.contains(artifact), () -> "the BOM lacks " + artifact);
      }
    }
    managed.removeAll(built);
    assertEquals(new TreeSet<>(), managed);
  }

  private static String artifactOf(Path module) {
    String pom = SourceTree.read(module.resolve("pom.xml"));
    return first(pom.substring(pom.indexOf("</parent>")), "artifactId");
  }
}
