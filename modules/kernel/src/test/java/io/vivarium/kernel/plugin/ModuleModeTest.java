package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins of a server that runs from a module path, as the packaged one does. Tests run from the class path, so these start a Java
 * of their own, with {@link ModuleModeProbe} patched into the kernel.
 */
@Tag("no-plugins")
class ModuleModeTest {
  /** As the packaged server is started. */
  private static final List<String> WITHHELD =
      List.of("--illegal-native-access=deny", "--enable-native-access=io.vivarium.kernel");

  /** What Java lets only those do that may run native code. */
  private static final String RESTRICTED =
      "java.lang.foreign.MemorySegment.NULL.reinterpret(7).byteSize() + \" bytes\"";

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
  void pluginsBringLibrariesThatClash() throws Exception {
    for (String which : List.of("older", "newer")) {
      new PluginDirectory(plugins, which)
          .withJarsOf(Path.of("target", "libraries", "netty-" + which))
          .requiring("io.netty.common")
          .requiring("io.netty.buffer")
          .saying(
              """
              io.netty.buffer.Unpooled.copiedBuffer(new byte[] {1, 2, 3}).readableBytes() + " bytes in "
                  + io.netty.util.Version.identify(Provider.class.getClassLoader()).get("netty-buffer").artifactVersion()
              """)
          .write();
    }
    assertEquals(
        List.of(
            "consensus=newer 1.2.3 module sample.newer, own layer true, says 3 bytes in "
                + versionIn("newer"),
            "consensus=older 1.2.3 module sample.older, own layer true, says 3 bytes in "
                + versionIn("older")),
        probe(List.of("--add-modules", "jdk.unsupported")));
    assertNotEquals(versionIn("newer"), versionIn("older"));
  }

  /** From the name of a jar. */
  private static String versionIn(String which) throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "libraries", "netty-" + which))) {
      return jars.map(jar -> String.valueOf(jar.getFileName()))
          .filter(name -> name.startsWith("netty-buffer-"))
          .map(name -> name.substring("netty-buffer-".length(), name.length() - ".jar".length()))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aLibraryWhoseJarsShareAPackageNeedsALoader() throws Exception {
    assertTrue(
        withSplitLibrary("layer")
            .getFirst()
            .endsWith("; a plugin whose libraries share packages says container = loader"));
  }

  @Test
  void aLoaderTakesALibraryWhoseJarsShareAPackage() throws Exception {
    assertEquals(
        List.of("consensus=split 1.2.3 module null, own layer false, says one and two"),
        withSplitLibrary("loader"));
  }

  /** Of which the server has another one, without that method. */
  @Test
  void aLoaderTakesThePluginsOwnLibraryAndNotTheServers() throws Exception {
    new PluginDirectory(plugins, "own")
        .with("container", "loader")
        .withLibrary(
            "disruptor.jar",
            "com.lmax.disruptor.RingBuffer",
            "package com.lmax.disruptor; public class RingBuffer { public static String whose() { return \"its own\"; } }")
        .notModular()
        .saying("com.lmax.disruptor.RingBuffer.whose()")
        .write();
    assertEquals(
        List.of("consensus=own 1.2.3 module null, own layer false, says its own"), probe());
  }

  private List<String> withSplitLibrary(String container) throws Exception {
    new PluginDirectory(plugins, "split")
        .with("container", container)
        .withLibrary(
            "one.jar",
            "shared.One",
            "package shared; public class One { static String word() { return \"one\"; } }")
        .withLibrary(
            "two.jar",
            "shared.Two",
            "package shared; public class Two { public static String words() { return One.word() + \" and two\"; } }")
        .notModular()
        .saying("shared.Two.words()")
        .write();
    return probe();
  }

  @Test
  void nativeCodeIsForThoseThatDeclareIt() throws Exception {
    new PluginDirectory(plugins, "open").with("capabilities", "native").saying(RESTRICTED).write();
    assertEquals(
        List.of("consensus=open 1.2.3 module sample.open, own layer true, says 7 bytes"),
        probe(WITHHELD));
    new PluginDirectory(plugins, "secret").saying(RESTRICTED).write();
    List<String> output = probe(WITHHELD);
    assertTrue(output.getFirst().contains("consensus-secret"), output::toString);
    assertTrue(output.getFirst().contains("IllegalCallerException"), output::toString);
  }

  @Test
  void nativeCodeThatCannotBeHandedOnIsRefusedWithTheRemedy() throws Exception {
    new PluginDirectory(plugins, "open").with("capabilities", "native").saying(RESTRICTED).write();
    String said = probe(List.of("--illegal-native-access=deny")).getFirst();
    assertTrue(said.endsWith("--enable-native-access=io.vivarium.kernel"), said);
  }

  @Test
  void aLoaderGetsNoNativeCodeForItselfAlone() throws Exception {
    new PluginDirectory(plugins, "loaded")
        .with("capabilities", "native")
        .with("container", "loader")
        .notModular()
        .saying(RESTRICTED)
        .write();
    String said = probe(WITHHELD).getFirst();
    assertTrue(said.contains("declares native together with container = loader"), said);
  }

  @Test
  void pluginsAreLoadedAnewAndNothingOfTheOldLayersRemains(@TempDir Path shelf) throws Exception {
    List<String> expected = new ArrayList<>();
    for (ReloadScenario.Kind kind : ReloadScenario.Kind.values()) {
      ReloadScenario.make(shelf, kind, "layer");
      expected.addAll(ReloadTest.expected(kind));
    }
    assertEquals(expected, probe(shelf.toString()));
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

  @Test
  void aCopyOfTheServersModulesIsRefusedForALoaderToo() throws Exception {
    Path gamma =
        new PluginDirectory(plugins, "gamma")
            .with("container", "loader")
            .notModular()
            .write()
            .path();
    PluginDirectory.jarOfSpi(gamma);
    assertEquals(
        List.of(
            gamma.resolve("spi.jar")
                + " has a copy of the server's module io.vivarium.spi; remove that jar"),
        probe());
  }

  private List<String> probe(String... more) throws IOException, InterruptedException {
    return probe(List.of(), more);
  }

  private List<String> probe(List<String> options, String... more)
      throws IOException, InterruptedException {
    Path output = plugins.resolve("output.txt");
    List<String> arguments = new ArrayList<>(List.of(plugins.toString(), output.toString()));
    arguments.addAll(List.of(more));
    ModulePath.run(ModuleModeProbe.class, options, arguments);
    return Files.readAllLines(output);
  }
}
