package io.vivarium.plugin.installer;

import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.store.InstalledPackage;
import io.vivarium.plugin.installer.store.PluginStore;
import io.vivarium.plugin.installer.store.Receipt;
import io.vivarium.plugin.installer.trust.TrustedKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code vivarium plugin verify}. */
@Command(
    name = "verify",
    description = {
      "Checks installed plugins: every file against SHA256SUMS, the descriptor, the version of the"
          + " SPI, and whether the key that signed the package is still trusted.",
      "Loads no code of theirs. It finds damage and later doubts; whoever may write to the"
          + " directory can also write checksums that fit."
    },
    footer = {
      "",
      "Exit codes: 0 all is well; 1 something is not; 2 wrong command line.",
      "",
      "Examples:",
      "  vivarium plugin verify",
      "  vivarium plugin verify storage=theirs"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final CommonOptions options;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "One plugin: SPI=ID, ID, or the name of its directory. Default: all.")
  private @Nullable String word;

  VerifyCommand(Terminal terminal, CommonOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  @Override
  public Integer call() throws IOException, Refusal {
    PluginStore store = options.store();
    TrustedKeys trusted = options.trusted();
    boolean well = true;
    for (InstalledPackage plugin : word == null ? store.list() : List.of(store.find(word))) {
      List<String> problems = new ArrayList<>(plugin.problems());
      Receipt receipt = plugin.receipt();
      String signer = receipt == null ? null : receipt.signer();
      if (signer != null) {
        String complaint = trusted.complaintAbout(signer);
        if (complaint != null) {
          problems.add("key " + signer + ", which signed it, " + complaint);
        }
      }
      if (problems.isEmpty()) {
        terminal.out().println(plugin.name() + ": ok, " + told(receipt));
      }
      problems.forEach(each -> terminal.out().println(plugin.name() + ": " + each));
      well &= problems.isEmpty();
    }
    return well ? 0 : 1;
  }

  private static String told(@Nullable Receipt receipt) {
    if (receipt == null) {
      return "came with this package";
    }
    return receipt.signer() == null
        ? "installed without a signature that counts"
        : "signed by " + receipt.signerName();
  }
}
