package io.vivarium.plugin.installer;

import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.store.PluginStore;
import io.vivarium.plugin.installer.trust.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command knows: where the plugins are and whose signatures count. */
final class CommonOptions {
  private final Path home;
  private final Clock clock;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "The directory of plugins. Default: plugins/ of this package.")
  private @Nullable Path plugins;

  @Option(
      names = "--trusted-keys",
      paramLabel = "FILE",
      description =
          "The OpenPGP keys whose signatures count. Default: conf/trusted-keys.asc of this"
              + " package.")
  private @Nullable Path trustedKeys;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  CommonOptions(Path home, Clock clock) {
    this.home = home;
    this.clock = clock;
  }

  /** The plugins, after what killed commands left was put right. */
  PluginStore store() throws IOException, Refusal {
    Path directory = plugins == null ? home.resolve("plugins") : plugins;
    if (!Files.isDirectory(directory)) {
      throw new Refusal(directory + " is no directory of plugins; --plugins names one");
    }
    PluginStore store = new PluginStore(directory);
    store.recoverIfIdle();
    return store;
  }

  TrustedKeys trusted() {
    return new TrustedKeys(
        trustedKeys == null ? home.resolve("conf/trusted-keys.asc") : trustedKeys, clock);
  }
}
