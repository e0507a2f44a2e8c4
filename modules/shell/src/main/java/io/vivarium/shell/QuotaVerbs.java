package io.vivarium.shell;

import io.vivarium.client.Client;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Paths;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands about quotas: nodes below {@code /zookeeper/quota} that clients make and servers keep the usage in. */
final class QuotaVerbs {
  private static final String LIMITS = "/zookeeper_limits";
  private static final String USAGE = "/zookeeper_stats";

  private QuotaVerbs() {}

  static List<Verb> all() {
    return List.of(
        new Verb(
            "listquota",
            "listquota path",
            "Tells the limits of a subtree and what it uses",
            Syntax.words(1, 1),
            QuotaVerbs::list),
        new Verb(
            "setquota",
            "setquota -n|-b|-N|-B val path",
            "Limits nodes (-n) or bytes (-b) of a subtree; -N and -B are enforced where the server enforces quotas",
            Syntax.words(1, 1).valued("n", "b", "N", "B").oneOf("n", "b", "N", "B"),
            QuotaVerbs::set),
        new Verb(
            "delquota",
            "delquota [-n|-b|-N|-B] path",
            "Removes one limit, or all",
            Syntax.words(1, 1).flags("n", "b", "N", "B").oneOf("n", "b", "N", "B"),
            QuotaVerbs::delete));
  }

  private static String home(String path) {
    return Paths.QUOTA + (path.equals(Paths.ROOT) ? "" : path);
  }

  /** The text of a node; null when there is none. */
  private static @Nullable String text(Shell shell, String path) throws Failure {
    try {
      byte[] data = shell.await(shell.client().getData(path, null)).data();
      return data == null ? "" : new String(data, StandardCharsets.UTF_8);
    } catch (Failure failure) {
      if (failure.reason().equals(ErrorCode.NO_NODE.name())) {
        return null;
      }
      throw failure;
    }
  }

  private static void list(Shell shell, Arguments arguments) throws Failure {
    String path = arguments.path(0);
    shell.aside("absolute path is " + home(path) + LIMITS);
    String limits = text(shell, home(path) + LIMITS);
    String usage = limits == null ? null : text(shell, home(path) + USAGE);
    if (limits == null || usage == null) {
      shell.aside("quota for " + path + " does not exist.");
      return;
    }
    shell.print(new Outcome.Quota(path, limits, usage));
  }

  private static void set(Shell shell, Arguments arguments) throws Failure {
    String path = arguments.path(0);
    if (path.equals(Paths.ROOT) || path.equals(Paths.ZOOKEEPER) || path.startsWith("/zookeeper/")) {
      throw Failure.usage("cannot set a quota under the path: " + path);
    }
    QuotaText.Limit limit = null;
    for (QuotaText.Limit candidate : QuotaText.Limit.values()) {
      if (arguments.has(candidate.option())) {
        limit = candidate;
      }
    }
    if (limit == null) {
      throw arguments.misused();
    }
    long value = arguments.number(limit.option(), -1);
    if (value < 0) {
      throw Failure.usage("the limit must be 0 or more: " + value);
    }
    shell.await(shell.client().getChildren(path, null));
    refuseNested(shell, path);
    String before = text(shell, home(path) + LIMITS);
    String limits = QuotaText.parse(before == null ? "" : before).with(limit, value).text();
    if (before == null) {
      build(shell, path, limits);
    } else {
      shell.await(shell.client().setData(home(path) + LIMITS, bytes(limits), -1));
    }
    String usage = text(shell, home(path) + USAGE);
    if (usage != null) {
      QuotaText.parse(limits)
          .warnings(QuotaText.parse(usage))
          .forEach(shell.streams().out()::println);
    }
  }

  /** A quota inside of another would count twice; servers look at the nearest only. */
  private static void refuseNested(Shell shell, String path) throws Failure {
    for (String at = Paths.parent(path); !at.equals(Paths.ROOT); at = Paths.parent(at)) {
      if (text(shell, home(at) + LIMITS) != null) {
        throw Failure.usage(path + " has a parent " + at + " which has a quota");
      }
    }
    if (text(shell, home(path)) == null) {
      return;
    }
    String own = home(path) + LIMITS;
    Walk.from(
        shell,
        home(path),
        Long.MAX_VALUE,
        (node, _, _) -> {
          if (node.endsWith(LIMITS) && !node.equals(own)) {
            throw Failure.usage(path + " has child " + node + " which has a quota");
          }
        });
  }

  private static void build(Shell shell, String path, String limits) throws Failure {
    StringBuilder at = new StringBuilder(Paths.QUOTA);
    for (String name : path.substring(1).split("/", -1)) {
      at.append('/').append(name);
      make(shell, at.toString(), null);
    }
    // Limits first: they make the server count, and then the usage is computed when its node comes.
    make(shell, home(path) + LIMITS, limits);
    make(shell, home(path) + USAGE, "count=0,bytes=0");
  }

  private static void make(Shell shell, String path, @Nullable String text) throws Failure {
    try {
      shell.await(
          shell
              .client()
              .create(path, text == null ? null : bytes(text), Acl.OPEN, CreateMode.PERSISTENT));
    } catch (Failure failure) {
      if (!failure.reason().equals(ErrorCode.NODE_EXISTS.name())) {
        throw failure;
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void delete(Shell shell, Arguments arguments) throws Failure {
    String path = arguments.path(0);
    String limits = text(shell, home(path) + LIMITS);
    if (limits == null) {
      shell.aside("quota for " + path + " does not exist.");
      return;
    }
    for (QuotaText.Limit limit : QuotaText.Limit.values()) {
      if (arguments.has(limit.option())) {
        String left = QuotaText.parse(limits).with(limit, -1).text();
        shell.await(shell.client().setData(home(path) + LIMITS, bytes(left), -1));
        return;
      }
    }
    Client client = shell.client();
    shell.await(client.delete(home(path) + LIMITS, -1));
    shell.await(client.delete(home(path) + USAGE, -1));
    // The nodes on the way, as long as nothing else is below them.
    for (String at = home(path); !at.equals(Paths.QUOTA); at = Paths.parent(at)) {
      if (!shell.await(client.getChildren(at, null)).children().isEmpty()) {
        return;
      }
      shell.await(client.delete(at, -1));
    }
  }
}
