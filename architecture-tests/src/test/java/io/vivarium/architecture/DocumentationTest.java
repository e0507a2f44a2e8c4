package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reader finds a text at every module, package and public type, and what the texts name exists. */
final class DocumentationTest {
  @ParameterizedTest
  @EnumSource(Module.class)
  void everyModuleHasAReadme(Module module) {
    Path readme = SourceTree.root().resolve(module.directory()).resolve("README.md");

    assertTrue(
        Files.exists(readme),
        readme + " is missing: what the module is, where to start reading, what it may depend on");
  }

  @ParameterizedTest
  @EnumSource(Module.class)
  void everyPackageHasAPackageInfoThatIsNullMarked(Module module) {
    Set<Path> packages =
        SourceTree.mainSources(module).stream()
            .filter(file -> !file.endsWith("module-info.java"))
            .map(Path::getParent)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> bad =
        packages.stream()
            .map(directory -> directory.resolve("package-info.java"))
            .filter(
                file -> !Files.exists(file) || !isDocumentedAndNullMarked(SourceTree.read(file)))
            .map(file -> SourceTree.root().relativize(file).toString())
            .toList();

    assertEquals(List.of(), bad, "missing, or without a text, or without @NullMarked");
  }

  @ParameterizedTest
  @EnumSource(Module.class)
  void everyPublicTypeIsDocumented(Module module) {
    List<String> bad =
        SourceFile.parse(SourceTree.mainSources(module)).stream()
            .flatMap(
                file ->
                    file.types().stream()
                        .filter(type -> type.isPublic() && !type.documented())
                        .map(type -> file.path().getFileName() + ": " + type.name()))
            .toList();

    assertEquals(List.of(), bad, "public types without a documentation comment");
  }

  @Test
  void whatTheArchitecturePageNamesExists() {
    Path page = SourceTree.root().resolve("docs/architecture.md");
    if (Files.exists(page)) {
      assertEquals(
          List.of(),
          new NamesInText(Product.classes()).unknownIn(SourceTree.read(page)),
          page + " names what does not exist");
    }
  }

  /** Some keys of ZooKeeper look like a class and its field; the page of configuration lists them. */
  @ParameterizedTest
  @EnumSource(Module.class)
  void whatAReadmeNamesExists(Module module) {
    Path readme = SourceTree.root().resolve(module.directory()).resolve("README.md");
    String keys = SourceTree.read(SourceTree.root().resolve("docs/configuration.md"));
    List<String> unknown =
        new NamesInText(Product.classes(), Product.tests())
            .unknownIn(SourceTree.read(readme)).stream()
                .filter(name -> !keys.contains(name))
                .toList();

    assertEquals(List.of(), unknown, readme + " names what does not exist");
  }

  private static boolean isDocumentedAndNullMarked(String packageInfo) {
    return packageInfo.contains("@NullMarked")
        && (packageInfo.contains("/**") || packageInfo.contains("///"));
  }
}
