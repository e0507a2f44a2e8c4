package io.vivarium.simulator;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.StatView;
import io.vivarium.model.Txn;
import io.vivarium.model.Zxid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds what clients read against the committed history: every read shows the state after a prefix of it, and watches miss nothing. */
final class HistoryCheck {
  /** The contents of a node from a txn on; no data object when the node is gone. */
  private record Change(long zxid, @Nullable Node node) {}

  /** A node as it should be seen. */
  private record Node(byte @Nullable [] data, int version, long czxid, long mzxid, long owner) {}

  private final Oracle oracle;
  private final Map<String, List<Change>> changes = new HashMap<>();

  private HistoryCheck(Oracle oracle) {
    this.oracle = oracle;
  }

  /** Tells the oracle what is wrong. */
  static void run(Oracle oracle, Ledger ledger) {
    HistoryCheck check = new HistoryCheck(oracle);
    for (Oracle.Committed committed : oracle.history()) {
      check.replay(committed, committed.txn().txn());
    }
    for (Ledger.Op read : ledger.reads()) {
      check.read(read);
    }
    for (Ledger.Watching watching : ledger.watches()) {
      check.watch(watching);
    }
  }

  private void replay(Oracle.Committed committed, Txn txn) {
    long zxid = committed.zxid();
    switch (txn) {
      case Txn.Create create ->
          put(
              create.path(),
              zxid,
              new Node(
                  create.data(),
                  0,
                  zxid,
                  zxid,
                  create.ephemeral() ? committed.txn().header().sessionId() : 0));
      case Txn.SetData set -> {
        Node before = at(set.path(), Long.MAX_VALUE);
        if (before != null) {
          put(
              set.path(),
              zxid,
              new Node(set.data(), set.version(), before.czxid(), zxid, before.owner()));
        }
      }
      case Txn.Delete delete -> put(delete.path(), zxid, null);
      case Txn.CloseSession close -> ended(committed, close);
      case Txn.Multi multi -> {
        if (!multi.failed()) {
          multi.parts().forEach(part -> replay(committed, part));
        }
      }
      case Txn.CreateSession _, Txn.Failed _, Txn.Reconfig _, Txn.SetAcl _, Txn.Check _ -> {
        // Nothing that is read here.
      }
    }
  }

  /** O8: the txn names every ephemeral that the session has, and no other. One that would be too long names none, and ends all. */
  private void ended(Oracle.Committed committed, Txn.CloseSession close) {
    long session = committed.txn().header().sessionId();
    List<String> named = close.ephemerals() == null ? owned(session) : close.ephemerals();
    for (Map.Entry<String, List<Change>> entry : changes.entrySet()) {
      Node node = entry.getValue().getLast().node();
      boolean own = node != null && node.owner() == session;
      if (own != named.contains(entry.getKey())) {
        oracle.violated(
            "O8",
            Zxid.text(committed.zxid())
                + " ends session "
                + Zxid.text(session)
                + (own ? " and leaves " : " and removes ")
                + entry.getKey());
      }
    }
    for (String path : named) {
      put(path, committed.zxid(), null);
    }
  }

  private List<String> owned(long session) {
    return changes.entrySet().stream()
        .filter(
            entry -> {
              Node node = entry.getValue().getLast().node();
              return node != null && node.owner() == session;
            })
        .map(Map.Entry::getKey)
        .toList();
  }

  private void put(String path, long zxid, @Nullable Node node) {
    changes.computeIfAbsent(path, _ -> new ArrayList<>()).add(new Change(zxid, node));
  }

  private @Nullable Node at(String path, long zxid) {
    List<Change> all = changes.getOrDefault(path, List.of());
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).zxid() <= zxid) {
        return all.get(i).node();
      }
    }
    return null;
  }

  private void read(Ledger.Op read) {
    switch (read.request()) {
      case Request.GetData asked -> {
        if (read.error() == ErrorCode.OK.code() && read.reply() instanceof Reply.DataStat shown) {
          compare(read, asked.path(), shown.data(), shown.stat());
        } else if (read.error() == ErrorCode.NO_NODE.code()) {
          absent(read, asked.path());
        }
      }
      case Request.Exists asked -> {
        Node node = at(asked.path(), read.zxid());
        if (read.error() == ErrorCode.OK.code() && read.reply() instanceof Reply.StatOnly shown) {
          compare(read, asked.path(), node == null ? null : node.data(), shown.stat());
        } else if (read.error() == ErrorCode.NO_NODE.code()) {
          absent(read, asked.path());
        }
      }
      case Request.MultiRead _ -> {
        if (read.reply() instanceof Reply.Multi both) {
          sum(read, both);
        }
      }
      case Request.GetChildren asked -> {
        if (read.reply() instanceof Reply.ChildrenStat shown) {
          children(read, asked.path(), shown.children());
        }
      }
      default -> {}
    }
  }

  private void absent(Ledger.Op read, String path) {
    if (at(path, read.zxid()) != null) {
      oracle.violated(
          "prefix", read + " finds nothing at " + Zxid.text(read.zxid()) + ", where the node was");
    }
  }

  private void compare(Ledger.Op read, String path, byte @Nullable [] data, StatView stat) {
    Node node = at(path, read.zxid());
    if (node == null
        || !Arrays.equals(node.data(), data)
        || node.mzxid() != stat.mzxid()
        || node.czxid() != stat.czxid()
        || node.version() != stat.version()) {
      oracle.violated(
          "prefix",
          read
              + " shows the state of "
              + Zxid.text(stat.mzxid())
              + " as of "
              + Zxid.text(read.zxid())
              + ", where "
              + (node == null ? "no node was" : "that of " + Zxid.text(node.mzxid()) + " was"));
    }
  }

  /** O6. */
  private void sum(Ledger.Op read, Reply.Multi both) {
    int sum = 0;
    for (Reply.Result result : both.results()) {
      if (!(result.body() instanceof Reply.DataStat account) || account.data() == null) {
        return;
      }
      sum += Workload.amount(account.data());
    }
    if (sum != Workload.TOTAL) {
      oracle.violated("O6", read + " finds " + sum + " in both accounts together");
    }
  }

  private void children(Ledger.Op read, String parent, List<String> shown) {
    int expected = 0;
    for (Map.Entry<String, List<Change>> entry : changes.entrySet()) {
      String path = entry.getKey();
      if (path.startsWith(parent + "/") && at(path, read.zxid()) != null) {
        expected++;
        if (!shown.contains(path.substring(parent.length() + 1))) {
          oracle.violated("prefix", read + " misses " + path + " as of " + Zxid.text(read.zxid()));
        }
      }
    }
    if (expected != shown.size()) {
      oracle.violated(
          "prefix",
          read
              + " shows "
              + shown.size()
              + " children, there were "
              + expected
              + " as of "
              + Zxid.text(read.zxid()));
    }
  }

  /** O5: no state with the change is shown before the event. */
  private void watch(Ledger.Watching watching) {
    for (Change change : changes.getOrDefault(watching.path(), List.of())) {
      if (change.zxid() > watching.setZxid()) {
        if (change.zxid() <= watching.shownZxid()) {
          oracle.violated(
              "O5",
              watching.client()
                  + " saw "
                  + Zxid.text(watching.shownZxid())
                  + " and no event of the change of "
                  + watching.path()
                  + " at "
                  + Zxid.text(change.zxid()));
        }
        return;
      }
    }
  }
}
