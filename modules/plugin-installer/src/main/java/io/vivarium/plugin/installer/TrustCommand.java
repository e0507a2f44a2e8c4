package io.vivarium.plugin.installer;

import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.trust.TrustedKey;
import io.vivarium.plugin.installer.trust.TrustedKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vivarium plugin trust}. */
@Command(
    name = "trust",
    description = {
      "Says whose signatures count: adds the OpenPGP keys in a file, lists those that are trusted,"
          + " removes one.",
      "Compare the fingerprint with one that you have from elsewhere; names in keys prove nothing.",
      "A key that is added once more takes over what is new in it, such as its being revoked."
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 not done, nothing was changed; 2 wrong command line.",
      "",
      "Examples:",
      "  vivarium plugin trust example-keys.asc",
      "  vivarium plugin trust --list",
      "  vivarium plugin trust --remove 'D1AA AEB2 …'"
    })
final class TrustCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final CommonOptions options;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private What what;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  /** One of the three. */
  static final class What {
    @Parameters(
        paramLabel = "FILE",
        description = "Public keys, armoured or binary, to be trusted.")
    private @Nullable Path file;

    @Option(names = "--list", description = "Show the keys that are trusted.")
    @SuppressWarnings("unused") // what is done when it is neither of the others
    private boolean list;

    @Option(names = "--remove", paramLabel = "FINGERPRINT", description = "Trust this key no more.")
    private @Nullable String remove;
  }

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  TrustCommand(Terminal terminal, CommonOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  @Override
  public Integer call() throws IOException, Refusal {
    TrustedKeys trusted = options.trusted();
    if (what.file != null) {
      show(trusted.look(what.file));
      if (!yes) {
        terminal.confirm("Trust what is signed by these?");
      }
      for (TrustedKey key : trusted.add(what.file)) {
        terminal
            .out()
            .println(
                "Trusted: "
                    + key.grouped()
                    + (key.problem() == null
                        ? ""
                        : ", which " + key.problem() + " and counts no more"));
      }
    } else if (what.remove != null) {
      terminal.out().println("Not trusted any more: " + trusted.remove(what.remove).grouped());
    } else {
      List<TrustedKey> keys = trusted.list();
      show(keys);
      if (keys.isEmpty()) {
        terminal.out().println("No key is trusted.");
      }
    }
    return 0;
  }

  private void show(List<TrustedKey> keys) {
    for (TrustedKey key : keys) {
      String until = key.expires() == null ? "does not expire" : "expires on " + key.expires();
      terminal.out().println(key.grouped());
      terminal.out().println("  " + key.names());
      terminal.out().println("  " + (key.problem() == null ? until : key.problem()));
    }
  }
}
