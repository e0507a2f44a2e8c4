package io.vivarium.plugin.installer.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.plugin.installer.content.Refusal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CoordinatesTest {
  @Test
  void coordinatesNameOneFileOfARepository() throws Refusal {
    Coordinates release = Coordinates.parse("maven:org.example.deep:their-plugin_x:1.0-rc.1+b2");
    assertEquals("org/example/deep/their-plugin_x/1.0-rc.1+b2/", release.directory());
    assertEquals("their-plugin_x-1.0-rc.1+b2-plugin.zip", release.file(release.version()));
    assertEquals("maven:org.example.deep:their-plugin_x:1.0-rc.1+b2", release.toString());
    assertFalse(release.isSnapshot());
  }

  @Test
  void aSnapshotIsOneOfManyBuilds() throws Refusal {
    Coordinates snapshot = Coordinates.parse("maven:g:a:1-SNAPSHOT");
    assertTrue(snapshot.isSnapshot());
    assertEquals("g/a/1-SNAPSHOT/", snapshot.directory());
    assertEquals("a-1-20260101.000000-7-plugin.zip", snapshot.file("1-20260101.000000-7"));
  }

  @Test
  void whatIsNoCoordinatesIsShownWithoutItsControlCharacters() {
    Refusal refused = assertThrows(Refusal.class, () -> Coordinates.parse("maven:\u001b[2J"));
    assertEquals(
        "\"maven:?[2J\" must be like maven:org.example:their-plugin:1.0", refused.getMessage());
  }

  @Test
  void onlyThePackageAmongTheFilesOfABuildCounts() throws Refusal {
    Coordinates wanted = Coordinates.parse("maven:g:a:1-SNAPSHOT");
    String metadata =
        """
        <metadata><versioning><snapshotVersions>
        <snapshotVersion><classifier>plugin</classifier><extension>zip.asc</extension><value>1-1</value></snapshotVersion>
        <snapshotVersion><classifier>sources</classifier><extension>zip</extension><value>1-2</value></snapshotVersion>
        <snapshotVersion><extension>zip</extension><value>1-3</value></snapshotVersion>
        <snapshotVersion><classifier>plugin</classifier><extension>zip</extension><value> 1-4 </value></snapshotVersion>
        </snapshotVersions></versioning></metadata>
        """;
    assertEquals(
        "1-4", SnapshotMetadata.newestBuild(metadata.getBytes(StandardCharsets.UTF_8), wanted));
  }
}
