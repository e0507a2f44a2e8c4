package io.vivarium.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The class files of the product. */
final class Product {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/architecture-tests/"))
          .importPackages("io.vivarium");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .importPaths(
              Stream.of(Module.values())
                  .map(module -> SourceTree.root().resolve(module.directory()))
                  .map(directory -> directory.resolve("target/test-classes"))
                  .toList());

  private Product() {}

  /** Every class of the main code of every module. */
  static JavaClasses classes() {
    return CLASSES;
  }

  /** The test classes of one module together with the product, so that inheritance is known. Empty before they are compiled. */
  static JavaClasses testsOf(Module module) {
    Path directory = SourceTree.root().resolve(module.directory()).resolve("target/test-classes");
    return new ClassFileImporter().importPaths(directory);
  }

  /** The test classes of all modules, by themselves. */
  static JavaClasses tests() {
    return TESTS;
  }

  static DescribedPredicate<JavaClass> in(Module module) {
    return DescribedPredicate.describe(
        "belong to " + module.directory(), type -> belongs(type, module));
  }

  static DescribedPredicate<JavaClass> pure() {
    return DescribedPredicate.describe(
        "belong to a pure module",
        type -> Module.owning(type.getPackageName()).filter(Module::pure).isPresent());
  }

  static boolean belongs(JavaClass type, Module module) {
    return Module.owning(type.getPackageName()).filter(owner -> owner == module).isPresent();
  }

  /** As a person writes it: the package left out, nested types with a dot. */
  static String shortName(JavaClass type) {
    String name = type.getName();
    return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
  }
}
