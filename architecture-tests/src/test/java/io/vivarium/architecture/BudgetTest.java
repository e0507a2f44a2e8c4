package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes that no tool sees in a single file; the limits per file and method are Checkstyle's. */
final class BudgetTest {
  private static final int METHOD_P95 = 25;
  private static final int FILE_P95 = 350;
  private static final int PUBLIC_PERCENT = 35;

  @Test
  void nearlyAllMethodsFitAScreen() {
    List<SourceFile.Method> methods = mainFiles().flatMap(file -> file.methods().stream()).toList();

    int p95 = p95(methods.stream().mapToInt(SourceFile.Method::lines));

    assertTrue(
        p95 <= METHOD_P95,
        () ->
            "the 95th percentile of "
                + methods.size()
                + " methods is "
                + p95
                + " lines, at most "
                + METHOD_P95);
  }

  @Test
  void nearlyAllFilesAreShort() {
    List<SourceFile> files = mainFiles().toList();

    int p95 = p95(files.stream().mapToInt(SourceFile::lines));

    assertTrue(
        p95 <= FILE_P95,
        () ->
            "the 95th percentile of "
                + files.size()
                + " files is "
                + p95
                + " lines, at most "
                + FILE_P95);
  }

  /** Below ten types a percentage says little: one provider and one exception would break it. */
  @ParameterizedTest
  @EnumSource(Module.class)
  void mostTypesOfAModuleAreItsOwnBusiness(Module module) {
    List<SourceFile.Type> types =
        SourceFile.parse(SourceTree.mainSources(module)).stream()
            .flatMap(file -> file.types().stream())
            .toList();
    List<String> visible =
        types.stream().filter(SourceFile.Type::isPublic).map(SourceFile.Type::name).toList();

    assertTrue(
        module.api() || types.size() < 10 || visible.size() * 100 <= types.size() * PUBLIC_PERCENT,
        () ->
            module.directory()
                + ": "
                + visible.size()
                + " of "
                + types.size()
                + " top-level types are public, at most "
                + PUBLIC_PERCENT
                + " %: "
                + visible);
  }

  /**
   * The tree is an API to our own modules only: half of its types are public because others are written against them. Each must be
   * needed, then.
   */
  @Test
  void everyPublicTypeOfTheTreeIsUsedByAnotherModule() {
    String others =
        Arrays.stream(Module.values())
            .filter(module -> module != Module.TREE)
            .flatMap(module -> SourceTree.mainSources(module).stream())
            .map(SourceTree::read)
            .filter(source -> source.contains("import " + Module.TREE.rootPackage() + "."))
            .collect(Collectors.joining());

    List<String> unused =
        SourceFile.parse(SourceTree.mainSources(Module.TREE)).stream()
            .flatMap(file -> file.types().stream())
            .filter(SourceFile.Type::isPublic)
            .map(SourceFile.Type::name)
            .filter(name -> !Pattern.compile("\\b" + name + "\\b").matcher(others).find())
            .toList();

    assertEquals(List.of(), unused);
  }

  /**
   * The suites of the TCK are the tests of the SPI, which is interfaces otherwise, and of each plugin that extends them. They count once for
   * a plugin, however many of its tests extend them. The simulator is a test as a whole, and so is the scripted server, which counts with the
   * tests that play it.
   */
  @ParameterizedTest
  @EnumSource(
      value = Module.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SPI", "SPI_TCK", "SIMULATOR", "SCRIPTED_SERVER"})
  void aModuleHasAsManyLinesOfTestAsOfCode(Module module) {
    int main = codeLines(SourceTree.mainSources(module));
    int test = codeLines(SourceTree.testSources(module)) + codeLines(suitesOf(module));

    assertTrue(
        test >= main,
        () ->
            module.directory()
                + " has "
                + main
                + " lines of code and only "
                + test
                + " lines of test");
  }

  @Test
  void thePercentileIsTheSmallestValueThatCoversNinetyFivePercent() {
    assertEquals(95, p95(IntStream.rangeClosed(1, 100)));
    assertEquals(7, p95(IntStream.of(7)));
    assertEquals(
        20,
        p95(IntStream.rangeClosed(1, 20).map(i -> i == 20 ? 20 : 1).map(i -> i == 1 ? 20 : 1000)));
  }

  /** The sources of the SPI suites and of the scripted server that tests of the module import. */
  private static List<Path> suitesOf(Module module) {
    String tests =
        SourceTree.testSources(module).stream().map(SourceTree::read).collect(Collectors.joining());
    return Stream.of(Module.SPI_TCK, Module.SCRIPTED_SERVER)
        .flatMap(
            fixture ->
                SourceTree.mainSources(fixture).stream()
                    .filter(source -> !source.endsWith("module-info.java"))
                    .filter(source -> tests.contains("import " + packageOf(source, fixture) + ".")))
        .toList();
  }

  private static String packageOf(Path source, Module fixture) {
    String directory = source.getParent().toString().replace('/', '.');
    return directory.substring(directory.indexOf(fixture.rootPackage()));
  }

  private static int codeLines(List<Path> files) {
    return SourceFile.parse(files).stream()
        .filter(
            file ->
                !file.path().endsWith("module-info.java")
                    && !file.path().endsWith("package-info.java"))
        .mapToInt(SourceFile::codeLines)
        .sum();
  }

  private static Stream<SourceFile> mainFiles() {
    return Arrays.stream(Module.values())
        .flatMap(module -> SourceFile.parse(SourceTree.mainSources(module)).stream());
  }

  private static int p95(IntStream values) {
    int[] sorted = values.sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(sorted.length * 0.95) - 1];
  }
}
