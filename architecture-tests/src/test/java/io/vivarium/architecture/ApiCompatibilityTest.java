package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plugins and clients that were compiled against the API as it is kept in {@code api.txt} of a module go on working. docs/decisions/0013-api-compatibility.md
 * tells why it is kept as text.
 */
final class ApiCompatibilityTest {
  private static final String ACCEPT =
      "./mvnw -q -pl architecture-tests -am test -Dtest=ApiCompatibilityTest -Dsurefire.failIfNoSpecifiedTests=false -Dvivarium.api=accept";

  @ParameterizedTest
  @EnumSource(names = {"MODEL", "SPI", "CLIENT"})
  void whoeverWasCompiledAgainstItGoesOnWorking(Module module) throws IOException {
    Path kept = SourceTree.root().resolve(module.directory()).resolve("api.txt");
    List<String> now = ApiText.of(module);
    assertFalse(now.isEmpty(), module + " offers nothing");
    if ("accept".equals(System.getProperty("vivarium.api"))) {
      Files.write(kept, now);
    }
    List<String> breaking = ApiChanges.breaking(Files.readAllLines(kept), now);

    assertTrue(
        breaking.isEmpty(),
        () ->
            """
            %s has changes that break whoever was compiled against it:
              %s
            Keep the old form beside the new one (a default method, a second constructor). If it must break: raise PluginProvider.SPI_VERSION once \
            there is a release with the present number, say in the commit what others have to do, and accept the API as it is now by
              %s
            """
                .formatted(module.directory(), String.join("\n  ", breaking), ACCEPT));
  }
}
