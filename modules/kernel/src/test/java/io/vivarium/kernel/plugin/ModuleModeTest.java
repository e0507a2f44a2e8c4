package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins of a server that runs from a module path, as the packaged one does. Tests run from the class path, so these start a Java
 * of their own, with {@link ModuleModeProbe} patched into the kernel.
 */
@Tag("no-plugins")
class ModuleModeTest {
  @TempDir private Path plugins;

  @Test
  void eachPluginIsAModuleInALayerOfItsOwn() throws Exception {
    new PluginDirectory(plugins, "alpha").write();
    new PluginDirectory(plugins, "beta").write();
    assertEquals(
        List.of(
            "consensus=alpha 1.2.3 module sample.alpha, own layer true",
            "consensus=beta 1.2.3 module sample.beta, own layer true"),
        probe());
  }

  @Test
  void aSignedJarIsAModuleAsAnyOther() throws Exception {
    new PluginDirectory(plugins, "alpha").write().sign();
    assertEquals(List.of("consensus=alpha 1.2.3 module sample.alpha, own layer true"), probe());
  }

  @Test
  void aSignedJarThatWasChangedIsRefused() throws Exception {
    PluginDirectory alpha = new PluginDirectory(plugins, "alpha").write().sign();
    alpha.change("sample/alpha/Provider.class", new byte[] {1, 2, 3});
    List<String> output = probe();
    assertTrue(output.getFirst().contains("consensus-alpha"), output::toString);
    assertTrue(output.getFirst().contains("SecurityException"), output::toString);
  }

  @Test
  void aPluginForALoaderIsInNoModule() throws Exception {
    new PluginDirectory(plugins, "gamma").with("container", "loader").notModular().write();
    assertEquals(List.of("consensus=gamma 1.2.3 module null, own layer false"), probe());
  }

  @Test
  void aJarThatIsNoneIsNamed() throws Exception {
    PluginDirectory.brokenJar(new PluginDirectory(plugins, "alpha").write().path());
    List<String> output = probe();
    assertTrue(
        output.getFirst().contains("consensus-alpha: its jars do not form a module layer"),
        output::toString);
    assertTrue(output.getFirst().contains("broken.jar"), output::toString);
  }

  @Test
  void aModuleOfJavaThatWasNotStartedIsNamedWithTheRemedy() throws Exception {
    new PluginDirectory(plugins, "alpha").requiring("java.sql.rowset").write();
    assertTrue(
        probe().getFirst().endsWith("; start Java with --add-modules java.sql.rowset"),
        () -> "see the message");
  }

  @Test
  void aCopyOfTheServersModulesIsRefused() throws Exception {
    Path alpha = new PluginDirectory(plugins, "alpha").write().path();
    PluginDirectory.jarOfSpi(alpha);
    assertTrue(
        probe()
            .getFirst()
            .endsWith("has a copy of the server's module io.vivarium.spi; remove that jar"));
  }

  private List<String> probe() throws IOException, InterruptedException {
    Path testClasses =
        Path.of(ModuleModeTest.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path output = plugins.resolve("output.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--module-path",
                ModulePath.ofServer(),
                "--patch-module",
                "io.vivarium.kernel=" + testClasses,
                "--module",
                "io.vivarium.kernel/" + ModuleModeProbe.class.getName(),
                plugins.toString(),
                output.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return Files.readAllLines(output);
  }
}
