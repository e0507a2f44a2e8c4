package io.vivarium.shell;

import java.util.ArrayList;
import java.util.List;

/** Commands about the shell itself. */
final class SessionVerbs {
  private SessionVerbs() {}

  static List<Verb> all() {
    return List.of(
        new Verb(
            "connect",
            "connect host:port",
            "Connects to other servers, or anew",
            Syntax.words(0, 1),
            (shell, arguments) -> {
              if (arguments.words().isEmpty()) {
                shell.reconnect();
              } else {
                shell.connect(arguments.words().getFirst());
              }
            }),
        new Verb(
            "close",
            "close",
            "Ends the session; its ephemerals go",
            Syntax.words(0, 0),
            (shell, _) -> shell.close()),
        new Verb(
            "quit",
            "quit",
            "Ends the session and the shell",
            Syntax.words(0, 0),
            (shell, _) -> shell.end()),
        new Verb(
            "history",
            "history",
            "Lists the last commands",
            Syntax.words(0, 0),
            (shell, _) -> shell.fact("history", shell.history().text(), shell.history().text())),
        new Verb(
            "redo",
            "redo cmdno",
            "Runs a command of the history again",
            Syntax.words(1, 1),
            SessionVerbs::redo),
        new Verb(
            "help",
            "help [command]",
            "Tells what there is, or what a command does",
            Syntax.words(0, 1),
            SessionVerbs::help));
  }

  private static void redo(Shell shell, Arguments arguments) throws Failure {
    String word = arguments.words().getFirst();
    if (!word.matches("\\d{1,9}")) {
      throw Failure.usage("Command index out of range");
    }
    String line = shell.history().line(Integer.parseInt(word));
    if (line == null) {
      throw Failure.usage("Command index out of range");
    }
    List<String> words = Words.of(line);
    if (words.getFirst().equals("redo")) {
      throw Failure.usage("No redoing redos");
    }
    shell.run(words);
  }

  private static void help(Shell shell, Arguments arguments) throws Failure {
    if (!arguments.words().isEmpty()) {
      String name = arguments.words().getFirst();
      Verb verb = shell.verbs().find(name);
      if (verb == null) {
        throw new Failure(
            "UNKNOWN_COMMAND",
            "no command " + name + "; 'help' lists all",
            null,
            Failure.UNKNOWN_COMMAND);
      }
      shell.fact("help", verb.usage(), verb.usage() + "\n  " + verb.summary());
      return;
    }
    List<String> lines = new ArrayList<>();
    for (Verb verb : shell.verbs().sorted()) {
      lines.add("%-21s %s".formatted(verb.name(), verb.summary()));
    }
    lines.add("'help COMMAND' tells its options.");
    shell.fact("help", shell.verbs().usage(), TextPrinter.lines(lines));
  }
}
