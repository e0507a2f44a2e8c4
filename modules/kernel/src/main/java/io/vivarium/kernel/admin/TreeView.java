package io.vivarium.kernel.admin;

import io.vivarium.tree.DataTree;
import io.vivarium.tree.Quota;
import io.vivarium.tree.TreeReader;
import java.util.ArrayList;
import java.util.List;

/** The znodes as operators see them. Any thread. */
final class TreeView implements ServerView.Tree {
  /** So often is looked for a moment without a write; then what was found last is shown, which may be of two moments. */
  private static final int ROUNDS = 100;

  private final DataTree tree;
  private final RunningServerView.DigestHistory digests;

  TreeView(DataTree tree, RunningServerView.DigestHistory digests) {
    this.tree = tree;
    this.digests = digests;
  }

  /** ZooKeeper counts the root twice, as it has two names for it; whoever compares servers would take one less for a difference. */
  @Override
  public long nodeCount() {
    return tree.nodeCount() + 1L;
  }

  @Override
  public long ephemeralCount() {
    return tree.ephemeralCount();
  }

  @Override
  public long approximateSize() {
    return tree.approximateSize();
  }

  @Override
  public List<ServerView.RecordedDigest> digests() {
    return digests.recorded();
  }

  @Override
  public Iterable<Quota> quotas() {
    return tree.quotas();
  }

  @Override
  public int sessionsWithEphemerals() {
    int sessions = 0;
    for (Long _ : tree.ephemeralOwners()) {
      sessions++;
    }
    return sessions;
  }

  @Override
  public List<String> ephemerals(long sessionId) {
    return ephemerals(sessionId, new TreeReader(tree), new ArrayList<>());
  }

  @Override
  public void visitEphemerals(ServerView.PathVisitor visitor) {
    TreeReader reader = new TreeReader(tree);
    List<String> paths = new ArrayList<>();
    for (long session : tree.ephemeralOwners()) {
      for (String path : ephemerals(session, reader, paths)) {
        if (!visitor.visit(session, path)) {
          return;
        }
      }
    }
  }

  private static List<String> ephemerals(long session, TreeReader reader, List<String> into) {
    for (int round = 0; round < ROUNDS; round++) {
      if (reader.ephemerals(session, "", into) == TreeReader.Result.FOUND) {
        break;
      }
      Thread.onSpinWait();
    }
    return into;
  }
}
