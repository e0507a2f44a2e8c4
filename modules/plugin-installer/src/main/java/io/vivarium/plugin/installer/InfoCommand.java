package io.vivarium.plugin.installer;

import io.vivarium.kernel.PluginKeys;
import io.vivarium.kernel.descriptor.PluginDescriptor;
import io.vivarium.plugin.installer.content.PluginPackage;
import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.maven.Repositories;
import io.vivarium.plugin.installer.store.InstalledPackage;
import io.vivarium.plugin.installer.store.PluginStore;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.PluginProvider;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code vivarium plugin info}. */
@Command(
    name = "info",
    description = {
      "Shows all that is known of a plugin: of a package before it is installed, or of an installed"
          + " one.",
      "Of a package no code is loaded; of an installed plugin only what names its configuration"
          + " keys."
    },
    footer = {
      "",
      "Exit codes: 0 shown; 1 it is no package or no such plugin is installed; 2 wrong command"
          + " line.",
      "",
      "Examples:",
      "  vivarium plugin info their-plugin-1.0-plugin.zip",
      "  vivarium plugin info maven:org.example:their-plugin:1.0",
      "  vivarium plugin info storage=filelog"
    })
final class InfoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final CommonOptions options;
  @Mixin private final PackageSource source = new PackageSource();

  @Parameters(
      paramLabel = "FILE|maven:G:A:V|ID",
      description = "A package, or an installed plugin: SPI=ID, ID, or the name of its directory.")
  private String word;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  InfoCommand(Terminal terminal, CommonOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, Refusal {
    PackageView view = new PackageView(terminal.out());
    if (PackageSource.isPackage(word)) {
      showPackage(view);
    } else {
      showInstalled(view, options.store().find(word));
    }
    return 0;
  }

  private void showPackage(PackageView view) throws IOException, InterruptedException, Refusal {
    try (source) {
      Repositories.Fetched fetched = source.look(word, options, terminal);
      try (PluginPackage plugin = PluginPackage.open(fetched.file())) {
        PluginDescriptor descriptor = plugin.descriptor();
        view.descriptor(descriptor);
        view.signature(options.trusted().check(fetched.file(), fetched.signature()));
        view.files(plugin.sizes());
        view.problems(
            descriptor.spiVersions().contains(PluginProvider.SPI_VERSION)
                ? List.of()
                : List.of(PluginStore.versionMismatch(descriptor)));
      }
    }
  }

  private static void showInstalled(PackageView view, InstalledPackage plugin) {
    PluginDescriptor descriptor = plugin.descriptor();
    if (descriptor != null) {
      view.descriptor(descriptor);
    }
    view.receipt(plugin.receipt());
    if (plugin.problems().isEmpty()) {
      try {
        view.keys(PluginKeys.of(plugin.directory()));
      } catch (PluginException e) {
        view.problems(List.of(String.valueOf(e.getMessage())));
        return;
      }
    }
    view.problems(plugin.problems());
  }
}
