package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plugin is described, registers its providers, and passes the suite of each SPI that it implements. */
final class ProviderTest {
  private static final String PROVIDER = "io.vivarium.spi.PluginProvider";

  static Stream<Module> plugins() {
    return Arrays.stream(Module.values()).filter(Module::plugin);
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void aPluginHasADescriptor(Module plugin) {
    Path descriptor =
        SourceTree.root().resolve(plugin.directory()).resolve("src/main/plugin/plugin.properties");

    assertTrue(Files.exists(descriptor), descriptor + " is missing");
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void everyProviderIsRegisteredInTheModule(Module plugin) {
    String descriptor =
        SourceTree.read(
            SourceTree.root()
                .resolve(plugin.directory())
                .resolve("src/main/java/module-info.java"));
    List<String> unregistered =
        providers(plugin)
            .map(JavaClass::getName)
            .filter(name -> !descriptor.contains(name))
            .toList();

    assertTrue(providers(plugin).findAny().isPresent(), plugin.directory() + " has no provider");
    assertEquals(List.of(), unregistered, "providers that module-info.java does not provide");
  }

  /** Applications have plugins on their class path, and so have servers on a small Java. */
  @ParameterizedTest
  @MethodSource("plugins")
  void everyProviderIsRegisteredForTheClassPathToo(Module plugin) throws IOException {
    Path services =
        SourceTree.root()
            .resolve(plugin.directory())
            .resolve("src/main/resources/META-INF/services");
    StringBuilder registered = new StringBuilder();
    try (Stream<Path> files = Files.list(services)) {
      files.map(SourceTree::read).forEach(registered::append);
    }

    assertEquals(
        List.of(),
        providers(plugin)
            .map(JavaClass::getName)
            .filter(name -> registered.indexOf(name) < 0)
            .toList(),
        "providers that no file of " + services + " names");
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void everySpiThatAPluginImplementsIsTestedWithItsSuite(Module plugin) {
    List<JavaClass> suites =
        Product.testsOf(plugin).stream()
            .filter(test -> !test.getModifiers().contains(JavaModifier.ABSTRACT))
            .flatMap(test -> test.getAllRawSuperclasses().stream())
            .filter(parent -> parent.getPackageName().startsWith(Module.SPI_TCK.rootPackage()))
            .distinct()
            .toList();
    List<String> untested =
        spis(plugin).filter(spi -> suites.stream().noneMatch(suite -> tests(suite, spi))).toList();

    assertEquals(
        List.of(),
        untested,
        plugin.directory() + " has no test that extends the suite in modules/spi-tck of");
  }

  private static Stream<JavaClass> providers(Module plugin) {
    return Product.classes().stream()
        .filter(type -> Product.belongs(type, plugin))
        .filter(type -> !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
        .filter(type -> type.isAssignableTo(PROVIDER));
  }

  /** The packages of the SPIs whose provider interface the plugin implements. */
  private static Stream<String> spis(Module plugin) {
    return providers(plugin)
        .flatMap(provider -> provider.getAllRawInterfaces().stream())
        .filter(type -> type.isAssignableTo(PROVIDER) && !type.getName().equals(PROVIDER))
        .map(JavaClass::getPackageName)
        .distinct();
  }

  private static boolean tests(JavaClass suite, String spi) {
    JavaClass known =
        Product.classes().contain(suite.getName()) ? Product.classes().get(suite.getName()) : suite;
    return known.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .anyMatch(target -> target.getPackageName().equals(spi));
  }
}
