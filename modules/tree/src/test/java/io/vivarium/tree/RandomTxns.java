package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A seeded source of txns such as a primary would make of the state at hand, kept in step with a {@link ReferenceTree}. */
final class RandomTxns {
  /** A txn with its header. */
  record Step(TxnHeader header, Txn txn) {}

  private static final List<List<Acl>> ACLS =
      List.of(
          Acl.OPEN,
          Acl.READ_ONLY,
          List.of(new Acl(31, "digest", "alice:x")),
          List.of(new Acl(3, "ip", "10.0.0.0/8"), new Acl(1, "world", "anyone")));

  private final Random random;
  final ReferenceTree state = new ReferenceTree();
  long zxid;

  /** Creates of very old logs say "one more child" instead of how many. No multi is as old. */
  private boolean veryOldCreates = true;

  RandomTxns(long seed) {
    random = new Random(seed);
  }

  /** The next txn, already applied to {@link #state}. */
  Step next() {
    zxid++;
    long session = 0x100L + random.nextInt(6);
    TxnHeader header = Trees.header(session, zxid);
    Txn txn;
    int dice = random.nextInt(100);
    if (dice < 4) {
      txn = new Txn.CreateSession(1000 * (1 + random.nextInt(30)));
    } else if (dice < 6) {
      List<String> listed = new ArrayList<>(state.ephemerals(session));
      if (!listed.isEmpty() && random.nextInt(4) == 0) {
        listed.removeLast();
      }
      txn = new Txn.CloseSession(random.nextInt(5) == 0 ? null : listed);
    } else if (dice < 9) {
      txn = new Txn.Failed(-101);
    } else if (dice < 18) {
      txn = multi(header);
    } else {
      txn = single(state);
    }
    state.apply(header, txn);
    return new Step(header, txn);
  }

  private Txn multi(TxnHeader header) {
    List<Txn> parts = new ArrayList<>();
    ReferenceTree ahead = state.copy();
    veryOldCreates = false;
    for (int i = random.nextInt(6); i >= 0; i--) {
      Txn part = random.nextInt(30) == 0 ? new Txn.Failed(-103) : single(ahead);
      ahead.apply(header, part);
      parts.add(part);
    }
    veryOldCreates = true;
    return new Txn.Multi(parts);
  }

  private Txn single(ReferenceTree at) {
    int dice = random.nextInt(100);
    if (dice < 45) {
      return create(at);
    }
    String path = anyPath(at);
    if (dice < 65) {
      boolean deletable = at.children(path).isEmpty() && !path.startsWith("/zookeeper");
      return deletable && path.length() > 1
          ? new Txn.Delete(random.nextBoolean() ? OpCode.DELETE : OpCode.DELETE_CONTAINER, path)
          : new Txn.Check(path, 1);
    }
    if (dice < 90) {
      return path.endsWith("_stats") || path.endsWith("_limits")
          ? new Txn.Check(path, 1)
          : new Txn.SetData(path, data(), at.nodes.get(path).version + 1);
    }
    return new Txn.SetAcl(
        path, ACLS.get(random.nextInt(ACLS.size())), at.nodes.get(path).aversion + 1);
  }

  private Txn create(ReferenceTree at) {
    String parent = anyPath(at);
    if (random.nextInt(25) == 0) {
      return quotaNode(at);
    }
    if (at.nodes.get(parent).owner != 0 || parent.startsWith("/zookeeper")) {
      parent = "/";
    }
    int counter = at.nodes.get(parent).counter + 1;
    String name =
        random.nextInt(3) == 0
            ? String.format("s-%010d", counter - 1)
            : (random.nextInt(20) == 0 ? "ü∆" : "n") + random.nextInt(400);
    String path = parent.equals("/") ? "/" + name : parent + "/" + name;
    if (at.nodes.containsKey(path)) {
      return new Txn.Check(path, 1);
    }
    List<Acl> acl = ACLS.get(random.nextInt(4) == 0 ? random.nextInt(ACLS.size()) : 0);
    return switch (random.nextInt(10)) {
      case 0 -> new Txn.Create(OpCode.CREATE_CONTAINER, path, data(), acl, false, counter, 0);
      case 1 -> new Txn.Create(OpCode.CREATE_TTL, path, data(), acl, false, counter, 5000);
      case 2, 3, 4 -> new Txn.Create(OpCode.CREATE, path, data(), acl, true, counter, 0);
      case 5 ->
          new Txn.Create(OpCode.CREATE, path, data(), acl, false, veryOldCreates ? -1 : counter, 0);
      default -> new Txn.Create(OpCode.CREATE2, path, data(), acl, false, counter, 0);
    };
  }

  /** Builds a quota on some top-level node, a node at a time. */
  private Txn quotaNode(ReferenceTree at) {
    List<String> tops = at.children("/");
    String top = tops.get(random.nextInt(tops.size()));
    String home = "/zookeeper/quota/" + top;
    String wanted =
        !at.nodes.containsKey(home)
            ? home
            : !at.nodes.containsKey(home + "/zookeeper_limits")
                ? home + "/zookeeper_limits"
                : home + "/zookeeper_stats";
    if (at.nodes.containsKey(wanted)) {
      return new Txn.Check(wanted, 1);
    }
    String parent = wanted.substring(0, wanted.lastIndexOf('/'));
    return Trees.newNode(wanted, "count=5,bytes=100", at.nodes.get(parent).counter + 1);
  }

  private byte[] data() {
    if (random.nextInt(10) == 0) {
      return null;
    }
    byte[] data = new byte[random.nextInt(random.nextInt(20) == 0 ? 3000 : 60)];
    random.nextBytes(data);
    return data;
  }

  private String anyPath(ReferenceTree at) {
    List<String> paths = new ArrayList<>(at.nodes.keySet());
    return paths.get(random.nextInt(paths.size()));
  }
}
