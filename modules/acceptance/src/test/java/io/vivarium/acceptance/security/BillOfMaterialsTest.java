package io.vivarium.acceptance.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivarium.acceptance.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bill of materials in the package names every jar that is there. */
class BillOfMaterialsTest {
  private final Path home = ServerKind.distribution();

  @BeforeEach
  void onlyThePackageHasOne() {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    assumeTrue(
        !"offline is true".equals(System.getProperty("vivarium.acceptance.network")),
        "without a network the build makes no bill");
  }

  private JsonNode bill() throws IOException {
    return new ObjectMapper().readTree(home.resolve("vivarium.cdx.json").toFile());
  }

  @Test
  void everyJarIsInTheBill() throws IOException {
    Set<String> billed = new TreeSet<>();
    for (JsonNode component : bill().path("components")) {
      String qualifiers = component.path("purl").asText();
      String classifier = qualifiers.replaceFirst("^.*[?&]classifier=([^&]*).*$", "-$1");
      billed.add(
          component.path("name").asText()
              + "-"
              + component.path("version").asText()
              + (classifier.equals(qualifiers) ? "" : classifier)
              + ".jar");
    }
    Set<String> missing = new TreeSet<>();
    for (String directory : Set.of("lib", "plugins")) {
      try (Stream<Path> files = Files.walk(home.resolve(directory))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".jar"))
            .forEach(missing::add);
      }
    }
    assertTrue(missing.size() > 20, missing::toString);
    missing.removeAll(billed);
    assertEquals(Set.of(), missing, () -> "not in " + billed);
  }

  @Test
  void everyComponentHasAHashAndALicence() throws IOException {
    for (JsonNode component : bill().path("components")) {
      String name = component.path("purl").asText();
      assertTrue(component.path("hashes").size() > 0, name + " has no hash");
      assertTrue(component.path("licenses").size() > 0, name + " has no licence");
    }
  }

  @Test
  void nothingInItDependsOnTheMomentOrTheMachine() throws IOException {
    assertEquals("CycloneDX", bill().path("bomFormat").asText());
    assertTrue(bill().path("metadata").path("timestamp").isMissingNode());
    String text = Files.readString(home.resolve("vivarium.cdx.json"));
    String user = System.getProperty("user.home");
    assertTrue(user.length() < 2 || !text.contains(user), "it names " + user);
  }
}
