package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules about nothing would hold forever: these tests say that there is something to look at. */
final class ProductTest {
  @ParameterizedTest
  @EnumSource(Module.class)
  void theClassesOfEveryModuleAreSeen(Module module) {
    long seen = Product.classes().stream().filter(type -> Product.belongs(type, module)).count();
    long sources =
        SourceTree.mainSources(module).stream()
            .filter(file -> !file.endsWith("module-info.java"))
            .count();

    assertTrue(
        seen >= sources,
        () ->
            module.directory()
                + " has "
                + sources
                + " source files but only "
                + seen
                + " classes were seen");
  }

  @Test
  void everyClassThatIsSeenBelongsToAModule() {
    assertEquals(
        0,
        Product.classes().stream()
            .filter(type -> Module.owning(type.getPackageName()).isEmpty())
            .count());
  }

  @Test
  void thePackageOfTheSuitesIsNotTakenForPartOfTheSpi() {
    assertEquals(Module.SPI_TCK, Module.owning("io.vivarium.spi.tck.storage").orElseThrow());
    assertEquals(Module.SPI, Module.owning("io.vivarium.spi.storage").orElseThrow());
  }
}
