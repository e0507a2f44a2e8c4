package io.vivarium.plugin.installer;

import io.vivarium.kernel.descriptor.PluginDescriptor;
import io.vivarium.plugin.installer.content.Checksums;
import io.vivarium.plugin.installer.content.PluginPackage;
import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.maven.Repositories;
import io.vivarium.plugin.installer.store.InstalledPackage;
import io.vivarium.plugin.installer.store.PluginStore;
import io.vivarium.plugin.installer.store.Receipt;
import io.vivarium.plugin.installer.trust.Verdict;
import io.vivarium.spi.PluginProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vivarium plugin install}. */
@Command(
    name = "install",
    description = {
      "Installs a plugin, or another version of one: checks the package and its signature, shows"
          + " what it may do, asks, and puts it into the directory of plugins whole or not at all.",
      "The signature is FILE.asc, or what the repository has beside the package; it must be of a"
          + " key that vivarium plugin trust --list shows.",
      "Servers see it when they start the next time; a running one takes an upgrade of metrics,"
          + " audit, authentication, commands and admin endpoints by its command reload_plugin."
    },
    footer = {
      "",
      "Exit codes: 0 installed; 1 refused or failed, nothing was changed; 2 wrong command line.",
      "",
      "Examples:",
      "  vivarium plugin install their-plugin-1.0-plugin.zip",
      "  vivarium plugin install maven:org.example:their-plugin:1.0 --dry-run",
      "  vivarium plugin install maven:org.example:theirs:1.0 --repository https://repo.example.org"
    })
final class InstallCommand implements Callable<Integer> {
  /** The SPIs of which a server uses more than one plugin. */
  private static final Set<String> MANY = Set.of("auth", "command", "admin");

  private final Terminal terminal;

  @Mixin private final CommonOptions options;
  @Mixin private final PackageSource source = new PackageSource();

  @Parameters(paramLabel = "FILE|maven:G:A:V", description = "The package.")
  private String word;

  @Option(names = "--dry-run", description = "Check and show everything, change nothing.")
  private boolean dryRun;

  @Option(
      names = "--allow-unsigned",
      description = "Also take a package that nobody signed, or somebody whose key is not trusted.")
  private boolean allowUnsigned;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  InstallCommand(Terminal terminal, CommonOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, Refusal {
    PluginStore store = options.store();
    try (source) {
      Repositories.Fetched fetched = source.fetch(word, store, terminal);
      Verdict verdict = options.trusted().check(fetched.file(), fetched.signature());
      try (PluginPackage plugin = PluginPackage.open(fetched.file())) {
        PluginDescriptor descriptor = plugin.descriptor();
        PackageView view = new PackageView(terminal.out());
        view.descriptor(descriptor);
        view.signature(verdict);
        Optional<InstalledPackage> earlier = store.predecessor(descriptor);
        check(descriptor, verdict);
        String what = earlier.map(InstallCommand::replaced).orElse("a new plugin");
        if (dryRun) {
          terminal.out().println("It would be installed as " + what + "; nothing was changed.");
          return 0;
        }
        if (!yes) {
          terminal.confirm("Install it as " + what + "?");
        }
        Path directory = store.install(plugin, receipt(fetched, verdict));
        terminal.out().println("Installed in " + directory + ". " + selection(descriptor));
        return 0;
      }
    }
  }

  private void check(PluginDescriptor descriptor, Verdict verdict) throws Refusal {
    if (!descriptor.spiVersions().contains(PluginProvider.SPI_VERSION)) {
      throw new Refusal(
          "the plugin "
              + PluginStore.versionMismatch(descriptor)
              + "; take a release of the plugin that fits");
    }
    switch (verdict) {
      case Verdict.Trusted _ -> {}
      case Verdict.Unsigned _ ->
          refuseUnlessAllowed("the package is not signed: there is no .asc beside it");
      case Verdict.Unknown unknown ->
          refuseUnlessAllowed("the package is refused: " + unknown.why());
      case Verdict.Rejected rejected ->
          throw new Refusal("the package is refused: " + rejected.why());
    }
  }

  private void refuseUnlessAllowed(String why) throws Refusal {
    if (!allowUnsigned) {
      throw new Refusal(why + "; --allow-unsigned takes it all the same");
    }
  }

  private static String replaced(InstalledPackage earlier) {
    PluginDescriptor descriptor = earlier.descriptor();
    return "the successor of version "
        + (descriptor == null ? "?" : descriptor.version())
        + " in "
        + earlier.directory();
  }

  private static Receipt receipt(Repositories.Fetched fetched, Verdict verdict) throws IOException {
    String sum = Checksums.sha256(fetched.file());
    return verdict instanceof Verdict.Trusted trusted
        ? new Receipt(fetched.source(), sum, trusted.fingerprint(), trusted.name())
        : new Receipt(fetched.source(), sum, null, null);
  }

  private static String selection(PluginDescriptor descriptor) {
    String key = descriptor.spi().equals("command") ? "commands" : descriptor.spi();
    return MANY.contains(descriptor.spi())
        ? "Servers use it when "
            + descriptor.id()
            + " is among the ids of "
            + key
            + " in their configuration."
        : "Servers use it when their configuration says " + descriptor.selection() + ".";
  }
}
