package io.vivarium.server.command;

import io.vivarium.config.ConfigResult;
import io.vivarium.config.EffectiveConfig.Item;
import io.vivarium.spi.PluginException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium config show}. */
@Command(
    name = "show",
    description = {
      "Lists every key with the value in force, where it comes from and its default.",
      "Secrets are masked. What is wrong goes to standard error."
    },
    footer = {
      "",
      "Exit codes: 0 a server would start with it, 2 it would not.",
      "",
      "Examples:",
      "  vivarium config show                          what a server without configuration has",
      "  vivarium config show --changed conf/zoo.cfg   only what somebody set",
      "  vivarium config show --explain --key session  keys about sessions and what they do"
    })
final class ConfigShowCommand implements Callable<Integer> {
  private final Installation installation;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "text",
      description = "text for people, lines with tabs for scripts, or json.")
  private Output output;

  @Option(names = "--changed", description = "Only keys that somebody set.")
  private boolean changed;

  @Option(names = "--explain", description = "Say what each key does.")
  private boolean explain;

  @Option(
      names = {"-k", "--key"},
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Only keys whose name contains this, in any case.")
  private String key;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The configuration file.")
  private @Nullable Path file;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  ConfigShowCommand(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Integer call() throws PluginException {
    ConfigResult result = installation.check(file, options);
    List<Item> items = result.effective().items().stream().filter(this::shown).toList();
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> print(items, out);
      case LINES -> items.forEach(item -> out.println(Output.line(fields(item))));
      case JSON -> out.println(Output.json(items.stream().map(this::fields).toList()));
    }
    new ProblemReport(result).text().forEach(spec.commandLine().getErr()::println);
    return result.exitCode();
  }

  private boolean shown(Item item) {
    String wanted = key.toLowerCase(Locale.ROOT);
    return (!changed || item.isSet()) && item.key().toLowerCase(Locale.ROOT).contains(wanted);
  }

  private void print(List<Item> items, PrintWriter out) {
    String section = "";
    for (Item item : items) {
      if (!item.section().equals(section)) {
        section = item.section();
        out.println("# " + section);
      }
      out.println(assignment(item));
      if (explain) {
        out.println("    " + item.help());
      }
      if (explain && !item.note().isEmpty()) {
        out.println("    " + item.note());
      }
    }
  }

  private static String assignment(Item item) {
    String byDefault =
        item.isSet() && !item.defaultValue().isEmpty() ? ", default " + item.defaultValue() : "";
    return String.format(
        Locale.ROOT, "%-60s # %s%s", item.key() + "=" + item.value(), item.origin(), byDefault);
  }

  private Map<String, String> fields(Item item) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", item.key());
    fields.put("value", item.value());
    fields.put("origin", item.origin().where());
    fields.put("default", item.defaultValue());
    if (explain) {
      fields.put("help", item.help());
      fields.put("note", item.note());
    }
    return fields;
  }
}
