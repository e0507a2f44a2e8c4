package io.vivarium.shell;

import io.vivarium.client.Client;
import io.vivarium.client.RequestException;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Paths;
import io.vivarium.model.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A node and all below it, parents first, siblings by name. What comes next is asked for ahead, so that a tree does not cost a round
 * trip for each node; nodes that go meanwhile are left out.
 */
final class Walk {
  private static final int AHEAD = 64;

  /** What is done with a node. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Visits a node.
     *
     * @param depth 0 at the top
     * @param last whether no sibling comes after it
     */
    void visit(String path, int depth, boolean last) throws Failure;
  }

  /** A node to come. */
  private static final class Ahead {
    private final String path;
    private final int depth;
    private final boolean last;
    private @Nullable CompletableFuture<Reply.ChildrenStat> children;

    Ahead(String path, int depth, boolean last) {
      this.path = path;
      this.depth = depth;
      this.last = last;
    }
  }

  private final Shell shell;
  private final Client client;
  private final Deque<Ahead> stack = new ArrayDeque<>();

  private Walk(Shell shell) throws Failure {
    this.shell = shell;
    client = shell.client();
  }

  /** Visits; what is deeper than {@code deepest} is left out. Fails when the top is not there. */
  static void from(Shell shell, String top, long deepest, Visitor visitor) throws Failure {
    new Walk(shell).run(top, deepest, visitor);
  }

  private void run(String top, long deepest, Visitor visitor) throws Failure {
    stack.push(new Ahead(top, 0, true));
    while (!stack.isEmpty()) {
      askAhead();
      Ahead node = stack.pop();
      List<String> names = names(node);
      if (names == null) {
        continue;
      }
      visitor.visit(node.path, node.depth, node.last);
      if (node.depth < deepest) {
        push(node, names);
      }
    }
  }

  private void push(Ahead node, List<String> names) {
    names.sort(Collections.reverseOrder());
    boolean last = true;
    for (String name : names) {
      stack.push(new Ahead(child(node.path, name), node.depth + 1, last));
      last = false;
    }
  }

  private void askAhead() {
    Iterator<Ahead> next = stack.iterator();
    for (int i = 0; i < AHEAD && next.hasNext(); i++) {
      Ahead node = next.next();
      if (node.children == null) {
        node.children = client.getChildren(node.path, null);
      }
    }
  }

  /** Null when the node has gone since its parent was asked. */
  private @Nullable List<String> names(Ahead node) throws Failure {
    CompletableFuture<Reply.ChildrenStat> children = node.children;
    if (children == null) {
      return null;
    }
    boolean gone =
        node.depth > 0
            && children
                .handle(
                    (_, failure) ->
                        failure instanceof RequestException refusal
                            && refusal.code() == ErrorCode.NO_NODE)
                .join();
    return gone ? null : new ArrayList<>(shell.await(children).children());
  }

  static String child(String parent, String name) {
    return parent.equals(Paths.ROOT) ? "/" + name : parent + "/" + name;
  }
}
