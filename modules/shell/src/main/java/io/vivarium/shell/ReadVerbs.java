package io.vivarium.shell;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Commands that look and change nothing. */
final class ReadVerbs {
  /** The ZooKeeper release whose command line this is like. */
  private static final String LIKE = "3.9.5";

  private ReadVerbs() {}

  static List<Verb> all() {
    return List.of(
        new Verb(
            "get",
            "get [-s] [-w] [-b] [-x] path",
            "Shows the data of a node: as text, as base64 (-b) or as a table (-x)",
            Syntax.words(1, 1).flags("s", "w", "b", "x"),
            ReadVerbs::get),
        new Verb(
            "ls",
            "ls [-s] [-w] [-R] path",
            "Lists the children of a node, or all below it (-R)",
            Syntax.words(1, 1).flags("s", "w", "R"),
            ReadVerbs::list),
        new Verb(
            "tree",
            "tree [-d depth] path",
            "Draws a node and all below it",
            Syntax.words(0, 1).valued("d"),
            ReadVerbs::tree),
        new Verb(
            "stat",
            "stat [-w] path",
            "Tells what is known about a node",
            Syntax.words(1, 1).flags("w"),
            ReadVerbs::stat),
        new Verb(
            "getAcl",
            "getAcl [-s] path",
            "Tells who may do what with a node",
            Syntax.words(1, 1).flags("s"),
            ReadVerbs::access),
        new Verb(
            "getAllChildrenNumber",
            "getAllChildrenNumber path",
            "Counts all below a node",
            Syntax.words(1, 1),
            ReadVerbs::count),
        new Verb(
            "getEphemerals",
            "getEphemerals path",
            "Lists this session's ephemerals",
            Syntax.words(0, 1),
            ReadVerbs::ephemerals),
        new Verb(
            "whoami",
            "whoami",
            "Tells who the server takes this client for",
            Syntax.words(0, 0),
            (shell, _) ->
                shell.print(new Outcome.Identities(shell.await(shell.client().whoAmI())))),
        new Verb(
            "version",
            "version",
            "Tells the version of this shell",
            Syntax.words(0, 0),
            (shell, _) -> version(shell)));
  }

  /** The stat, when it is asked for. */
  private static @Nullable Stat wanted(Arguments arguments, io.vivarium.model.StatView stat) {
    return arguments.has("s") ? Stat.of(stat) : null;
  }

  private static void get(Shell shell, Arguments arguments) throws Failure {
    String path = arguments.path(0);
    Reply.DataStat read =
        shell.await(shell.client().getData(path, shell.watcher(arguments.has("w"))));
    Outcome.Form form =
        arguments.has("b")
            ? Outcome.Form.BASE64
            : arguments.has("x") ? Outcome.Form.HEX : Outcome.Form.TEXT;
    shell.print(new Outcome.Content(path, read.data(), form, wanted(arguments, read.stat())));
  }

  private static void list(Shell shell, Arguments arguments) throws Failure {
    String path = arguments.path(0);
    if (arguments.has("R")) {
      Walk.from(shell, path, Long.MAX_VALUE, (node, _, _) -> shell.print(new Outcome.Path(node)));
      return;
    }
    Reply.ChildrenStat read =
        shell.await(shell.client().getChildren(path, shell.watcher(arguments.has("w"))));
    shell.print(
        new Outcome.Names(
            path, read.children().stream().sorted().toList(), wanted(arguments, read.stat())));
  }

  private static void tree(Shell shell, Arguments arguments) throws Failure {
    String top = arguments.words().isEmpty() ? "/" : arguments.path(0);
    // For each level above, whether a line leads on to a sibling further down.
    List<Boolean> lines = new ArrayList<>();
    Walk.from(
        shell,
        top,
        arguments.number("d", Long.MAX_VALUE),
        (path, depth, last) -> {
          StringBuilder line = new StringBuilder();
          for (int level = 1; level < depth; level++) {
            line.append(lines.get(level) ? "│   " : "    ");
          }
          while (lines.size() <= depth) {
            lines.add(false);
          }
          lines.set(depth, !last);
          if (depth == 0) {
            line.append(path);
          } else {
            line.append(last ? "└── " : "├── ").append(path.substring(path.lastIndexOf('/') + 1));
          }
          shell.print(new Outcome.Branch(path, depth, line.toString()));
        });
  }

  private static void stat(Shell shell, Arguments arguments) throws Failure {
    String path = arguments.path(0);
    Stat stat =
        shell
            .await(shell.client().exists(path, shell.watcher(arguments.has("w"))))
            .orElseThrow(
                () ->
                    new Failure(
                        ErrorCode.NO_NODE.name(),
                        Messages.text(ErrorCode.NO_NODE, path),
                        path,
                        Failure.FAILED));
    shell.print(new Outcome.About(path, stat));
  }

  private static void access(Shell shell, Arguments arguments) throws Failure {
    String path = arguments.path(0);
    Reply.AclStat read = shell.await(shell.client().getAcl(path));
    shell.print(new Outcome.Access(path, read.acl(), wanted(arguments, read.stat())));
  }

  private static void count(Shell shell, Arguments arguments) throws Failure {
    int number = shell.await(shell.client().getAllChildrenNumber(arguments.path(0)));
    shell.fact("allChildrenNumber", number, Integer.toString(number));
  }

  private static void ephemerals(Shell shell, Arguments arguments) throws Failure {
    String prefix = arguments.word(0).orElse("/");
    List<String> paths = shell.await(shell.client().getEphemerals(prefix));
    shell.print(new Outcome.Names(prefix, paths.stream().sorted().toList(), null));
  }

  private static void version(Shell shell) {
    Properties build = new Properties();
    try (InputStream in = ReadVerbs.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version =
        "%s-vivarium-%s, built on %s"
            .formatted(
                LIKE,
                build.getProperty("version", "unknown"),
                build.getProperty("time", "unknown").replace('T', ' ').replace(":00Z", " UTC"));
    shell.fact("version", version, "ZooKeeper CLI version: " + version);
  }
}
