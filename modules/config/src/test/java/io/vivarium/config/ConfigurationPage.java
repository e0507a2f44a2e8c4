package io.vivarium.config;

import java.util.Locale;

/** Writes docs/configuration.md from the tables of keys. */
final class ConfigurationPage {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Made from the tables of keys in modules/config; see ConfigurationPageTest for how to make it anew. -->

      A server reads a `zoo.cfg` as Apache ZooKeeper 3.9.5 does. Every key below may be given in four ways:

      | way | example | wins over |
      |---|---|---|
      | code that embeds the server | `Map.of("tickTime", "2000")` | everything |
      | the configuration file | `tickTime=2000` | what follows |
      | a system property with the prefix `zookeeper.` | `-Dzookeeper.tickTime=2000` | what follows |
      | an environment variable with the prefix `VIVARIUM_` | `VIVARIUM_TICK_TIME=2000` | the default |

      Keys marked `-D` are those that ZooKeeper reads only as a system property of the very same name, as `-Djute.maxbuffer=…`. Such a property
      wins over the file here; in the file the key takes effect too, which it does not in ZooKeeper.

      In names of variables a dot, a hyphen or the beginning of a new word is an underscore; case and further underscores do not count.
      `VIVARIUM_SERVER_1` is `server.1`. To disable `clientPort`, leave it out or set it to 0; `auto` lets the system choose a port.
      What Kubernetes puts into a pod for a Service whose name begins with `vivarium` (`VIVARIUM_SERVER_SERVICE_HOST`, `VIVARIUM_CLIENT_PORT=tcp://…`) is
      passed over with a warning; `enableServiceLinks: false` in the spec of the pod keeps it away.

      The file has the syntax of `java.util.Properties`: `#` and `!` begin comments, `\\` continues a line, the last of equal keys wins, nothing is
      interpolated. Bytes outside ASCII are ISO 8859-1; `\\uXXXX` is safer.

      All problems are reported at once, with the place, the key, the value, what is allowed and what to do. `vivarium config check FILE`
      shows them without starting a server, and whether the plugins are installed that the file asks for; with `--upgrade-from DIRECTORY` also what is otherwise in
      another installation ([upgrade](operations/upgrade.md)); `vivarium config show FILE` lists the values in force and where they come from, secrets masked.

      What is done with a key:

      | word | meaning |
      |---|---|
      | honoured | same unit, default and effect as in ZooKeeper |
      | mapped | accepted; the mechanism of ours that answers to it is named |
      | no effect | accepted with a warning that gives the reason |
      | refused | the server does not start with it, and says why |

      Keys marked *plugin* act through a plugin that reads them. When none is installed, a warning says that they have no effect yet.
      An unknown key is warned about together with the nearest known one; with `config.mode=strict` it is an error.
      """;

  private ConfigurationPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (KnownKeys.Section section : KnownKeys.sections()) {
      page.append("\n## ").append(section.title()).append("\n\n");
      page.append("| key | values | default | since | found in | what it does |\n");
      page.append("|---|---|---|---|---|---|\n");
      section.keys().stream()
          .filter(key -> key.verdict() != Verdict.NOT_FOR_SERVERS)
          .forEach(key -> page.append(row(key)));
    }
    page.append("\n## Families of keys\n\n| form | what it does |\n|---|---|\n");
    for (KnownKeys.Family family : KnownKeys.families()) {
      page.append("| `")
          .append(cell(family.form()))
          .append("` | ")
          .append(cell(family.help()))
          .append(" |\n");
    }
    page.append(
        "\n## Keys that a server passes over in silence\n\nRead by clients, scripts or the logging configuration: ");
    page.append(
        String.join(
            ", ",
            KnownKeys.all().stream()
                .filter(key -> key.verdict() == Verdict.NOT_FOR_SERVERS)
                .map(key -> "`" + key.name() + "`")
                .toList()));
    return page.append(".\n").toString();
  }

  private static String row(Key<?> key) {
    String names = "`" + key.name() + "`";
    for (String alias : key.notes().aliases()) {
      names += ", `" + alias + "`";
    }
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s |%n",
        names,
        cell(key.type().allowed()),
        cell(key.defaultText().isEmpty() ? "none" : key.defaultText()),
        key.notes().since(),
        key.form().text(),
        cell(effect(key)));
  }

  private static String effect(Key<?> key) {
    String help = key.notes().help();
    String reader =
        switch (key.reader()) {
          case SERVER -> "";
          case PLUGIN, GUARD -> " *plugin*";
        };
    String reason = key.notes().reason();
    return switch (key.verdict()) {
      case HONOURED, OURS, NOT_FOR_SERVERS -> help + reader;
      case MAPPED, NO_EFFECT, REFUSED ->
          help + " **" + key.verdict().text() + "**: " + reason + "." + reader;
    };
  }

  private static String cell(String text) {
    return text.replace("|", "\\|")
        .replace("*", "\\*")
        .replace("\\*\\*", "**")
        .replace("\\*plugin\\*", "*plugin*")
        .replace("\\*not yet\\*", "*not yet*");
  }
}
