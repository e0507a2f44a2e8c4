package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import com.lmax.disruptor.RingBuffer;
import com.sun.source.tree.Tree;
import io.vivarium.codec.RequestCodec;
import io.vivarium.kernel.PluginKeys;
import io.vivarium.kernel.descriptor.PluginDescriptor;
import io.vivarium.model.Acl;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.tree.DataTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

@Tag("no-plugins")
class PluginCatalogTest {
  @TempDir private Path plugins;

  @Test
  void pluginsAreFoundInTheOrderOfTheirDirectories() throws Exception {
    new PluginDirectory(plugins, "beta").write();
    new PluginDirectory(plugins, "alpha").write();
    List<InstalledPlugin<Consensus>> found =
        PluginCatalog.discover(plugins).all(PluginKind.CONSENSUS);
    assertEquals(List.of("alpha", "beta"), found.stream().map(InstalledPlugin::id).toList());
    InstalledPlugin<?> alpha = found.getFirst();
    assertEquals("consensus=alpha", alpha.name());
    assertEquals("1.2.3", alpha.version());
    assertEquals(plugins.resolve("consensus-alpha").toString(), alpha.place());
    assertEquals("consensus=alpha 1.2.3 (" + alpha.place() + ")", alpha.description());
  }

  @Test
  void pluginsDoNotShareClasses() throws Exception {
    new PluginDirectory(plugins, "alpha").write();
    new PluginDirectory(plugins, "beta").write();
    PluginCatalog catalog = PluginCatalog.discover(plugins);
    ClassLoader alpha = loaderOf(catalog, "alpha");
    assertNotEquals(alpha, loaderOf(catalog, "beta"));
    assertThrows(ClassNotFoundException.class, () -> alpha.loadClass("sample.beta.Provider"));
  }

  @Test
  void aPluginForALoaderNeedsNoModules() throws Exception {
    new PluginDirectory(plugins, "gamma").with("container", "loader").notModular().write();
    assertTrue(PluginCatalog.discover(plugins).find(PluginKind.CONSENSUS, "gamma").isPresent());
  }

  @Test
  void aLoaderHandsOutTheApiAndNothingElseOfTheServer() throws Exception {
    new PluginDirectory(plugins, "gamma").with("container", "loader").notModular().write();
    ClassLoader gamma = loaderOf(PluginCatalog.discover(plugins), "gamma");
    for (Class<?> shared :
        List.of(
            Consensus.class, Acl.class, RequestCodec.class, Logger.class, LoggerContext.class)) {
      assertSame(shared, gamma.loadClass(shared.getName()));
    }
    for (Class<?> own : List.of(PluginCatalog.class, DataTree.class, RingBuffer.class)) {
      assertThrows(ClassNotFoundException.class, () -> gamma.loadClass(own.getName()));
    }
    assertNull(gamma.getResource("org/slf4j/Logger.class"));
    // What Java's loader of applications has of Java itself, not that of the platform.
    assertSame(Tree.class, gamma.loadClass(Tree.class.getName()));
  }

  @Test
  void onePluginCanBeLookedAtByItself() throws Exception {
    new PluginDirectory(plugins, "alpha").write();
    new PluginDirectory(plugins, "broken").without("version").describe();
    Path alpha = plugins.resolve("consensus-alpha");
    assertEquals(
        List.of("alpha"), PluginCatalog.of(alpha).all().stream().map(InstalledPlugin::id).toList());
    assertEquals(List.of("says"), PluginKeys.of(alpha).stream().map(ConfigKey::name).toList());
    assertThrows(PluginException.class, () -> PluginKeys.of(plugins.resolve("consensus-broken")));
  }

  @Test
  void withoutADirectoryOnlyTheServersOwnPathIsSearched() throws Exception {
    assertEquals(List.of(), PluginCatalog.discover(null).all(PluginKind.CONSENSUS));
  }

  @Test
  void everyKindCanBeNamedByADescriptor() {
    assertEquals(
        PluginDescriptor.SPIS, PluginKind.START_ORDER.stream().map(PluginKind::name).toList());
  }

  @Test
  void whatIsNoPluginIsPassedOver() throws Exception {
    Files.createDirectories(plugins.resolve("notes"));
    Files.writeString(plugins.resolve("README"), "nothing here");
    new PluginDirectory(plugins, "alpha").write();
    assertEquals(1, PluginCatalog.discover(plugins).all(PluginKind.CONSENSUS).size());
  }

  @Test
  void whatIsBeingInstalledIsPassedOver() throws Exception {
    new PluginDirectory(plugins, "alpha").write();
    Files.move(plugins.resolve("consensus-alpha"), plugins.resolve(".new-consensus-alpha"));
    Files.writeString(plugins.resolve(".new-consensus-alpha").resolve("plugin.properties"), "id =");
    assertEquals(List.of(), PluginCatalog.discover(plugins).all(PluginKind.CONSENSUS));
  }

  /** Between the two renames of an upgrade: the server has the plugin, and goes on with it when it is put back. */
  @Test
  void aPluginWhoseUpgradeWasCutOffIsWhereItWasTakenTo() throws Exception {
    new PluginDirectory(plugins, "beta").write();
    new PluginDirectory(plugins, "alpha").write();
    Path own = plugins.resolve("consensus-alpha");
    Path aside = plugins.resolve(".old-consensus-alpha");
    Files.move(own, aside);
    PluginCatalog catalog = PluginCatalog.discover(plugins);
    List<InstalledPlugin<Consensus>> found = catalog.all(PluginKind.CONSENSUS);
    assertEquals(List.of("alpha", "beta"), found.stream().map(InstalledPlugin::id).toList());
    assertEquals(aside.toString(), found.getFirst().place());
    assertEquals(aside.toString(), catalog.again(found.getFirst()).place());
    Files.move(aside, own);
    assertEquals(own.toString(), catalog.again(found.getFirst()).place());
  }

  @Test
  void whatAnUpgradeHasReplacedIsPassedOver() throws Exception {
    new PluginDirectory(plugins, "alpha").write();
    Files.move(plugins.resolve("consensus-alpha"), plugins.resolve(".old-consensus-alpha"));
    new PluginDirectory(plugins, "alpha").write();
    List<InstalledPlugin<Consensus>> found =
        PluginCatalog.discover(plugins).all(PluginKind.CONSENSUS);
    assertEquals(
        List.of(plugins.resolve("consensus-alpha").toString()),
        found.stream().map(InstalledPlugin::place).toList());
  }

  @Test
  void aPluginForARangeOfVersionsIsTakenWhenOursIsOneOfThem() throws Exception {
    new PluginDirectory(plugins, "wide").with("spi.version", "1-3").builtFor(3).write();
    assertTrue(PluginCatalog.discover(plugins).find(PluginKind.CONSENSUS, "wide").isPresent());
    new PluginDirectory(plugins, "later").with("spi.version", "2-3").describe();
    assertProblems(plugins, "consensus-later was written for version 2-3 of SPI consensus");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    assertProblems(plugins.resolve("missing"), "missing cannot be listed");
  }

  @Test
  void twoPluginsOfOneIdAreReportedWithBothPlaces() throws IOException {
    new PluginDirectory(plugins, "twin").write();
    Files.move(plugins.resolve("consensus-twin"), plugins.resolve("first"));
    new PluginDirectory(plugins, "twin").write();
    assertProblems(
        plugins,
        "two plugins are consensus=twin: one in "
            + plugins.resolve("consensus-twin")
            + ", one in "
            + plugins.resolve("first"));
  }

  @Test
  void aPluginForAnotherVersionOfTheSpiIsRefusedBeforeItIsLoaded() throws IOException {
    new PluginDirectory(plugins, "newer").with("spi.version", "99").describe();
    assertProblems(
        plugins, "consensus-newer was written for version 99 of SPI consensus, this server has");
  }

  @Test
  void aProviderForAnotherVersionOfTheSpiIsRefused() throws IOException {
    new PluginDirectory(plugins, "newer").builtFor(99).write();
    assertProblems(plugins, "was written for version 99 of SPI consensus, this server has");
  }

  @Test
  void aDescriptorThatNamesAnotherPluginIsRefused() throws IOException {
    new PluginDirectory(plugins, "alpha").callingItself("omega").write();
    assertProblems(
        plugins,
        "says id = alpha, and its jars register the providers omega; exactly one must call itself"
            + " that: let id in the descriptor and id() in the provider be the same");
  }

  @Test
  void aDirectoryWithoutAProviderIsRefused() throws IOException {
    new PluginDirectory(plugins, "empty").describe();
    assertProblems(
        plugins,
        "its jars register no provider of SPI consensus; exactly one must call itself that; outside a"
            + " module layer, as here, providers stand in"
            + " META-INF/services/io.vivarium.spi.consensus.ConsensusProvider");
  }

  @Test
  void everyFaultOfADescriptorIsNamed() throws IOException {
    new PluginDirectory(plugins, "a").without("version").describe();
    new PluginDirectory(plugins, "b").with("id", "B b").describe();
    new PluginDirectory(plugins, "c").with("spi", "teleport").describe();
    new PluginDirectory(plugins, "d").with("spi.version", "one").describe();
    new PluginDirectory(plugins, "e").with("container", "box").describe();
    new PluginDirectory(plugins, "f").with("licence", "x".repeat(70_000)).describe();
    new PluginDirectory(plugins, "g").with("id", "\\u00zz").describe();
    assertProblems(
        plugins,
        "consensus-a/plugin.properties lacks the key version; add a line such as version = 1.0.0",
        "id = B b must be lower-case",
        "spi = teleport is none of [metrics, audit, storage, auth, transport, consensus, command,"
            + " admin]",
        "spi.version = one is neither a number, such as 1, nor a range",
        "container = box is neither layer nor loader",
        "is larger than 65536 bytes",
        "cannot be read");
  }

  private static ClassLoader loaderOf(PluginCatalog catalog, String id) {
    return catalog
        .find(PluginKind.CONSENSUS, id)
        .orElseThrow()
        .provider()
        .getClass()
        .getClassLoader();
  }

  private static void assertProblems(Path directory, String... expected) {
    PluginException problems =
        assertThrows(PluginException.class, () -> PluginCatalog.discover(directory));
    assertEquals(FatalReason.INVALID_INVOCATION, problems.reason());
    for (String problem : expected) {
      assertTrue(problems.getMessage().contains(problem), () -> problem + " in: " + problems);
    }
    assertEquals(expected.length, problems.getMessage().lines().count(), problems::getMessage);
  }
}
