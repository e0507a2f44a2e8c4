package io.vivarium.plugin.installer;

import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.store.InstalledPackage;
import io.vivarium.plugin.installer.store.PluginStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vivarium plugin remove}. */
@Command(
    name = "remove",
    description = {
      "Removes an installed plugin. What it wrote elsewhere, such as data and logs, stays.",
      "Stop the servers that use it first: a running server may still have classes of it to load."
    },
    footer = {
      "",
      "Exit codes: 0 removed; 1 no such plugin, or it could not be removed; 2 wrong command line.",
      "",
      "Examples:",
      "  vivarium plugin remove storage=theirs",
      "  vivarium plugin remove theirs --yes"
    })
final class RemoveCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final CommonOptions options;

  @Parameters(
      paramLabel = "ID",
      description = "The plugin: SPI=ID, ID, or the name of its directory.")
  private String word;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  RemoveCommand(Terminal terminal, CommonOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  @Override
  public Integer call() throws IOException, Refusal {
    PluginStore store = options.store();
    InstalledPackage plugin = store.find(word);
    if (!yes) {
      String warning = plugin.receipt() == null ? ", which came with this package" : "";
      terminal.confirm("Remove " + plugin.name() + " in " + plugin.directory() + warning + "?");
    }
    store.remove(plugin);
    terminal.out().println("Removed " + plugin.name() + ".");
    return 0;
  }
}
