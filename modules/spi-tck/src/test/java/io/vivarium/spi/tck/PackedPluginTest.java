package io.vivarium.spi.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedPluginTest {
  @TempDir private Path directory;

  @AfterEach
  void forget() {
    System.clearProperty(PackedPlugin.PROPERTY);
  }

  @Test
  void aPackageIsUnpackedIntoADirectoryOfItsOwn() throws IOException {
    zip("plugin.properties", "mine-1.0.0.jar");
    Path plugins = directory.resolve("plugins");
    assertEquals(plugins, PackedPlugin.installInto(plugins));
    Path own = plugins.resolve("mine-1.0.0-plugin");
    assertEquals("plugin.properties", Files.readString(own.resolve("plugin.properties")));
    assertEquals("mine-1.0.0.jar", Files.readString(own.resolve("mine-1.0.0.jar")));
  }

  @Test
  void whatWouldBeWrittenElsewhereIsRefused() throws IOException {
    zip("../elsewhere.jar");
    IOException refused =
        assertThrows(
            IOException.class, () -> PackedPlugin.installInto(directory.resolve("plugins")));
    assertTrue(refused.getMessage().contains("holds ../elsewhere.jar"), refused.getMessage());
    assertFalse(Files.exists(directory.resolve("plugins/elsewhere.jar")));
  }

  @Test
  void withoutAPackageTheRemedyIsTold() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> PackedPlugin.installInto(directory));
    assertTrue(refused.getMessage().contains("run mvn verify"), refused.getMessage());
  }

  /** Files whose content is their name. */
  private void zip(String... names) throws IOException {
    Path zip = directory.resolve("mine-1.0.0-plugin.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(name.getBytes(UTF_8));
      }
    }
    System.setProperty(PackedPlugin.PROPERTY, zip.toString());
  }
}
