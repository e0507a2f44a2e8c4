package io.vivarium.shell;

import io.vivarium.client.Client;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.model.Reply;
import io.vivarium.model.Stat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Commands that change nodes. */
final class WriteVerbs {
  private static final int DEFAULT_BATCH = 1000;

  private WriteVerbs() {}

  static List<Verb> all() {
    return List.of(
        new Verb(
            "create",
            "create [-s] [-e] [-c] [-t ttl] path [data] [acl]",
            "Makes a node: sequential (-s), ephemeral (-e), container (-c), with a time to live in ms (-t)",
            Syntax.words(1, 3).flags("s", "e", "c").valued("t"),
            WriteVerbs::create),
        new Verb(
            "set",
            "set path data [-s] [-v version] [-b]",
            "Replaces the data of a node; -b: the data is base64",
            Syntax.words(2, 2).flags("s", "b").valued("v"),
            WriteVerbs::set),
        new Verb(
            "delete",
            "delete [-v version] path",
            "Removes a node without children",
            Syntax.words(1, 1).valued("v"),
            WriteVerbs::delete),
        new Verb(
            "deleteall",
            "deleteall path [-b batch size]",
            "Removes a node and all below it, so many at a time (-b)",
            Syntax.words(1, 1).valued("b"),
            WriteVerbs::deleteAll),
        new Verb(
            "setAcl",
            "setAcl [-s] [-v version] [-R] path acl",
            "Tells who may do what with a node, or with all below it too (-R)",
            Syntax.words(2, 2).flags("s", "R").valued("v"),
            WriteVerbs::setAcl),
        new Verb(
            "sync",
            "sync path",
            "Waits until this server has all that was acknowledged before",
            Syntax.words(1, 1),
            (shell, arguments) -> {
              shell.await(shell.client().sync(arguments.path(0)));
              shell.fact("synced", true, "Sync is OK");
            }),
        new Verb(
            "addauth",
            "addauth scheme auth",
            "Proves an identity, for example: addauth digest user:password",
            Syntax.words(1, 2),
            WriteVerbs::addAuth));
  }

  private static void create(Shell shell, Arguments arguments) throws Failure {
    CreateMode mode = mode(arguments);
    String path = arguments.words().getFirst();
    // A sequential node may be asked for by the path of its parent with a slash.
    Messages.check(mode.sequential() ? path + "0" : path);
    byte[] data = arguments.word(1).map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null);
    List<Acl> acl = arguments.word(2).isPresent() ? Acls.parse(arguments.words().get(2)) : Acl.OPEN;
    Client client = shell.client();
    Reply.PathStat made =
        shell.await(
            mode.ttl()
                ? client.createWithTtl(path, data, acl, mode, arguments.number("t", 0))
                : client.create(path, data, acl, mode));
    shell.print(new Outcome.Created(made.path(), Stat.of(made.stat())));
  }

  private static CreateMode mode(Arguments arguments) throws Failure {
    boolean sequential = arguments.has("s");
    boolean ephemeral = arguments.has("e");
    if (arguments.has("c")) {
      if (sequential || ephemeral || arguments.has("t")) {
        throw Failure.usage(
            "-c cannot be combined with -s or -e. Containers cannot be ephemeral or sequential.");
      }
      return CreateMode.CONTAINER;
    }
    if (arguments.has("t")) {
      if (ephemeral) {
        throw Failure.usage("TTLs cannot be used with Ephemeral or Container znodes");
      }
      return sequential
          ? CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL
          : CreateMode.PERSISTENT_WITH_TTL;
    }
    if (ephemeral) {
      return sequential ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.EPHEMERAL;
    }
    return sequential ? CreateMode.PERSISTENT_SEQUENTIAL : CreateMode.PERSISTENT;
  }

  private static void set(Shell shell, Arguments arguments) throws Failure {
    String path = arguments.path(0);
    String text = arguments.words().get(1);
    byte[] data;
    try {
      data =
          arguments.has("b")
              ? Base64.getDecoder().decode(text)
              : text.getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("the data is no base64: " + e.getMessage());
    }
    Stat stat = shell.await(shell.client().setData(path, data, arguments.version()));
    if (arguments.has("s")) {
      shell.print(new Outcome.About(path, stat));
    }
  }

  private static void delete(Shell shell, Arguments arguments) throws Failure {
    shell.await(shell.client().delete(arguments.path(0), arguments.version()));
  }

  /** Children before parents: the walk backwards. So many are on their way at a time. */
  private static void deleteAll(Shell shell, Arguments arguments) throws Failure {
    String top = arguments.path(0);
    long batch = arguments.number("b", DEFAULT_BATCH);
    if (batch < 1) {
      throw Failure.usage("-b argument must be at least 1: " + batch);
    }
    List<String> paths = new ArrayList<>();
    Walk.from(shell, top, Long.MAX_VALUE, (path, _, _) -> paths.add(path));
    Client client = shell.client();
    Deque<CompletableFuture<?>> under = new ArrayDeque<>();
    for (String path : paths.reversed()) {
      if (under.size() >= batch) {
        shell.await(under.removeFirst());
      }
      under.add(client.delete(path, -1));
    }
    for (CompletableFuture<?> deletion : under) {
      shell.await(deletion);
    }
  }

  private static void setAcl(Shell shell, Arguments arguments) throws Failure {
    String top = arguments.path(0);
    List<Acl> acl = Acls.parse(arguments.words().get(1));
    int version = arguments.version();
    Client client = shell.client();
    if (arguments.has("R")) {
      List<String> paths = new ArrayList<>();
      Walk.from(shell, top, Long.MAX_VALUE, (path, _, _) -> paths.add(path));
      for (String path : paths) {
        shell.await(client.setAcl(path, acl, version));
      }
      return;
    }
    Stat stat = shell.await(client.setAcl(top, acl, version));
    if (arguments.has("s")) {
      shell.print(new Outcome.About(top, stat));
    }
  }

  private static void addAuth(Shell shell, Arguments arguments) throws Failure {
    byte[] token = arguments.word(1).orElse("").getBytes(StandardCharsets.UTF_8);
    shell.await(shell.client().addAuth(arguments.words().getFirst(), token));
  }
}
