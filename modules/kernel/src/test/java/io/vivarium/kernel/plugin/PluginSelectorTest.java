package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.config.PluginSelection;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-plugins")
class PluginSelectorTest {
  @TempDir private Path plugins;

  @Test
  void everyPluginThatIsMissingIsNamedWithThoseThatAreThere() throws Exception {
    new PluginDirectory(plugins, "alpha").write();
    new PluginDirectory(plugins, "beta").write();
    PluginException missing =
        assertThrows(
            PluginException.class,
            () -> PluginSelector.choose(PluginCatalog.discover(plugins), wanted("gamma")));
    assertEquals(FatalReason.INVALID_INVOCATION, missing.reason());
    assertEquals(
        List.of(
            "the storage plugin shelf is not installed; installed is none",
            "the auth plugin badge is not installed; installed is none",
            "the consensus plugin gamma is not installed; installed are alpha, beta",
            "the transport plugin pigeon is not installed; installed is none"),
        missing.getMessage().lines().toList());
  }

  private static PluginSelection wanted(String consensus) {
    return new PluginSelection(
        "pigeon", "shelf", consensus, List.of("badge"), null, List.of(), List.of(), null, Set.of());
  }
}
