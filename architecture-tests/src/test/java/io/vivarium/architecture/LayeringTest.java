package io.vivarium.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the code to the table in {@link Module}. */
final class LayeringTest {
  private static final Pattern REQUIRES =
      Pattern.compile("requires\\s+(?!static\\s)(?:transitive\\s+)?(?!static\\s)([\\w.]+)\\s*;");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);

  @Test
  void everyModuleOfTheSourceTreeHasARowInTheTable() {
    Set<String> rows =
        Arrays.stream(Module.values())
            .map(Module::directory)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(rows, new TreeSet<>(SourceTree.moduleDirectories()));
  }

  @ParameterizedTest
  @EnumSource(Module.class)
  void aModuleUsesOnlyClassesOfWhatItMayDependOn(Module module) {
    DescribedPredicate<JavaClass> allowed =
        DescribedPredicate.describe(
            "of a package that " + module.directory() + " may use",
            type ->
                type.isPrimitive() || module.mayUse(type.getBaseComponentType().getPackageName()));

    classes()
        .that(Product.in(module))
        .should(onlyUse(allowed))
        .because("the table in Module says who may depend on whom")
        .check(Product.classes());
  }

  @ParameterizedTest
  @EnumSource(
      value = Module.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "PLUGIN_ASSEMBLY") // on Maven's class path, whose jars share packages
  void aModuleRequiresOnlyWhatItMayDependOn(Module module) {
    Path descriptor =
        SourceTree.root().resolve(module.directory()).resolve("src/main/java/module-info.java");
    List<String> refused =
        matches(REQUIRES, SourceTree.read(descriptor))
            .filter(name -> !module.mayRequire(name))
            .toList();

    assertEquals(List.of(), refused, "requires in " + descriptor);
  }

  @ParameterizedTest
  @EnumSource(
      value = Module.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "PLUGIN_ASSEMBLY") // on Maven's class path, whose jars share packages
  void aModuleIsNamedTheSameInAllFourPlaces(Module module) {
    Path directory = SourceTree.root().resolve(module.directory());
    String descriptor = SourceTree.read(directory.resolve("src/main/java/module-info.java"));
    String pom = SourceTree.read(directory.resolve("pom.xml"));

    assertTrue(
        Pattern.compile("\\bmodule " + Pattern.quote(module.rootPackage()) + "\\s*\\{")
            .matcher(descriptor)
            .find(),
        "module-info.java names another module than " + module.rootPackage());
    assertTrue(
        pom.contains("<artifactId>vivarium-" + module.shortName() + "</artifactId>"),
        "pom.xml names another artifact than vivarium-" + module.shortName());
    for (Path source : SourceTree.mainSources(module)) {
      String where = directory.resolve("src/main/java").relativize(source).toString();
      assertTrue(
          where.equals("module-info.java")
              || where.startsWith(module.rootPackage().replace('.', '/') + "/"),
          where + " is outside of " + module.rootPackage());
    }
  }

  @ParameterizedTest
  @EnumSource(Module.class)
  void noModuleIsCompiledAgainstAPlugin(Module module) {
    String pom = SourceTree.read(SourceTree.root().resolve(module.directory()).resolve("pom.xml"));
    List<String> plugins =
        Arrays.stream(Module.values())
            .filter(Module::plugin)
            .filter(plugin -> !module.mayDependOn().contains(plugin)) // one that builds on another
            .map(plugin -> "<artifactId>vivarium-" + plugin.shortName() + "</artifactId>")
            .toList();

    List<String> refused =
        matches(DEPENDENCY, pom)
            .filter(dependency -> plugins.stream().anyMatch(dependency::contains))
            .filter(dependency -> !dependency.contains("<scope>test</scope>"))
            .toList();

    assertEquals(List.of(), refused);
  }

  @Test
  void noTwoPackagesDependOnEachOther() {
    SlicesRuleDefinition.slices()
        .matching("io.vivarium.(**)")
        .should()
        .beFreeOfCycles()
        .check(Product.classes());
  }

  private static java.util.stream.Stream<String> matches(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().map(result -> result.group(1));
  }

  private static ArchCondition<JavaClass> onlyUse(DescribedPredicate<JavaClass> allowed) {
    return com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat(allowed);
  }
}
