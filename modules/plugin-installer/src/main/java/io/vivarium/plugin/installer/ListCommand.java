package io.vivarium.plugin.installer;

import io.vivarium.kernel.descriptor.PluginDescriptor;
import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.store.InstalledPackage;
import io.vivarium.plugin.installer.store.Receipt;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code vivarium plugin list}. */
@Command(
    name = "list",
    description =
        "Shows the installed plugins and whether they are whole. Loads no code of theirs.",
    footer = {
      "",
      "Exit codes: 0 shown, whatever was found; 1 it could not be.",
      "",
      "Examples:",
      "  vivarium plugin list",
      "  vivarium plugin list --plugins /opt/vivarium/plugins"
    })
final class ListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final CommonOptions options;

  ListCommand(Terminal terminal, CommonOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  @Override
  public Integer call() throws IOException, Refusal {
    List<InstalledPackage> plugins = options.store().list();
    Table table = new Table("PLUGIN", "VERSION", "SPI VERSION", "STATE", "SOURCE");
    for (InstalledPackage each : plugins) {
      PluginDescriptor descriptor = each.descriptor();
      table.row(
          each.name(),
          descriptor == null ? "?" : descriptor.version(),
          descriptor == null ? "?" : descriptor.spiVersions().toString(),
          each.problems().isEmpty()
              ? state(each.receipt())
              : "broken: " + each.problems().getFirst(),
          each.receipt() == null ? "this package" : each.receipt().source());
    }
    table.print(terminal.out());
    return 0;
  }

  private static String state(@org.jspecify.annotations.Nullable Receipt receipt) {
    if (receipt == null) {
      return "ok";
    }
    return receipt.signer() == null ? "ok, unsigned" : "ok, signed";
  }
}
