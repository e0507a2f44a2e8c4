package io.vivarium.shell;

import io.vivarium.model.Reply;
import io.vivarium.model.Stat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Commands about the ensemble's membership. */
final class EnsembleVerbs {
  private static final int LARGEST_FILE = 1 << 20;

  private EnsembleVerbs() {}

  static List<Verb> all() {
    return List.of(
        new Verb(
            "config",
            "config [-c] [-w] [-s]",
            "Shows the ensemble's configuration; -c: its version and where clients connect",
            Syntax.words(0, 0).flags("c", "w", "s"),
            EnsembleVerbs::config),
        new Verb(
            "reconfig",
            "reconfig [-s] [-v version] [[-file path] | [-members serverID=host:port1:port2;port3[,...]*]] | [-add"
                + " serverId=host:port1:port2;port3[,...]]* [-remove serverId[,...]*]",
            "Changes who is a member of the ensemble",
            Syntax.words(0, 0).flags("s").valued("v", "file", "members", "add", "remove"),
            EnsembleVerbs::reconfigure));
  }

  private static void config(Shell shell, Arguments arguments) throws Failure {
    Reply.DataStat read = shell.await(shell.client().ensemble(shell.watcher(arguments.has("w"))));
    String text = text(read);
    Stat stat = arguments.has("s") ? Stat.of(read.stat()) : null;
    shell.print(
        new Outcome.Configuration(false, arguments.has("c") ? forClients(text) : text, stat));
  }

  private static String text(Reply.DataStat read) {
    byte[] data = read.data();
    return data == null ? "" : new String(data, StandardCharsets.UTF_8);
  }

  /** The version, and the client address of each server; a server without one has an empty place. */
  private static String forClients(String configuration) {
    StringJoiner addresses = new StringJoiner(",");
    String version = "";
    for (String line : configuration.lines().toList()) {
      if (line.startsWith("version=")) {
        version = line.substring("version=".length());
      } else if (line.startsWith("server.")) {
        int at = line.indexOf(';');
        addresses.add(at < 0 ? "" : line.substring(at + 1));
      }
    }
    return version.isEmpty() ? "" : version + " " + addresses;
  }

  private static void reconfigure(Shell shell, Arguments arguments) throws Failure {
    boolean steps = arguments.has("add") || arguments.has("remove");
    boolean whole = arguments.has("file") || arguments.has("members");
    if (steps && whole) {
      throw Failure.usage(
          "Can't use -file or -members together with -add or -remove (mixing incremental and non-incremental modes is not"
              + " allowed)");
    }
    if (arguments.has("file") && arguments.has("members")) {
      throw Failure.usage(
          "Can't use -file and -members together (conflicting non-incremental modes)");
    }
    if (!steps && !whole) {
      throw arguments.misused();
    }
    String members = joined(arguments.values("members"));
    if (arguments.has("file")) {
      members = file(Path.of(arguments.value("file").orElse("")));
    }
    Reply.DataStat committed =
        shell.await(
            shell
                .client()
                .reconfigure(
                    joined(arguments.values("add")),
                    joined(arguments.values("remove")),
                    members,
                    version(arguments)));
    shell.print(
        new Outcome.Configuration(
            true, text(committed), arguments.has("s") ? Stat.of(committed.stat()) : null));
  }

  /** The version is a zxid, in hexadecimal as the configuration shows it. */
  private static long version(Arguments arguments) throws Failure {
    String text = arguments.value("v").orElse("-1");
    try {
      return text.equals("-1") ? -1 : Long.parseUnsignedLong(text, 16);
    } catch (NumberFormatException e) {
      throw Failure.usage(
          "-v argument must be a version in hexadecimal, as config shows it: " + text);
    }
  }

  private static @Nullable String joined(List<String> values) {
    return values.isEmpty() ? null : String.join(",", values);
  }

  /** The lines of a dynamic configuration that name servers. */
  private static String file(Path file) throws Failure {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw Failure.usage(file + " has more than " + LARGEST_FILE + " bytes");
      }
      List<String> servers =
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(
                  line ->
                      line.startsWith("server.")
                          || line.startsWith("group.")
                          || line.startsWith("weight."))
              .toList();
      if (servers.isEmpty()) {
        throw Failure.usage(file + " names no server");
      }
      return String.join("\n", servers);
    } catch (IOException e) {
      throw Failure.usage("cannot read " + file + ": " + e.getMessage());
    }
  }
}
