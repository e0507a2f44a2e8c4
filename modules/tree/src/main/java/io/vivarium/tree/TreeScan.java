package io.vivarium.tree;

import io.vivarium.model.Acl;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A walk over all nodes while txns go on being applied, for snapshots: parents before children, the root first. It never holds up
 * the writer: each step copies a bounded part of one child table and checks that it was not disturbed.
 *
 * <p>What it shows is fuzzy: every node that is there from {@link #startZxid} to the end of the walk appears exactly once, in some
 * state that it had in between; one that is deleted meanwhile appears or not. Nodes created meanwhile do not appear, as the txns
 * after {@code startZxid}, replayed on top, create them; so a parent's creation counter is raised by that replay, too. ACL numbers
 * are those of {@link #acls}, as taken at the start; a node whose ACL was changed meanwhile still shows the number it had, and the
 * replay changes it.
 *
 * <p>When the tree takes over another meanwhile, the walk goes on through what was there before, which nobody changes any more.
 *
 * <p>One thread, any thread. Must be closed.
 */
public final class TreeScan implements AutoCloseable {
  /** What a step came to. */
  public enum Step {
    /** There is a node to look at. */
    NODE,
    /** The writer was in the way; nothing happened, step again a little later. */
    BUSY,
    END
  }

  private static final int ATTEMPTS = 64;

  private final DataTree tree;
  private final NodeStore nodes;

  /** The ACLs of what is walked, which keep their numbers meanwhile. */
  private AclTable pinned;

  private final List<Frame> frames = new ArrayList<>();
  private final Znode node = new Znode();
  private final Entry top = new Entry();
  private final Map<String, Integer> aclBefore = new ConcurrentHashMap<>();
  private @Nullable List<Acl>[] acls;
  private long startZxid;
  private int frame = -1;
  private Branch root;
  private boolean begun;
  private boolean closed;
  private byte[] path = new byte[0];

  /** A level of the walk: one branch, and the part of its children that was copied last. */
  private static final class Frame {
    private Branch branch;
    private byte[] path;
    private long position;
    private int next;
    private final ChildTable.Entries entries = new ChildTable.Entries();

    private Frame(Branch branch, byte[] path) {
      this.branch = branch;
      this.path = path;
    }

    private void reset(Branch other, byte[] otherPath) {
      branch = other;
      path = otherPath;
      position = 0;
      next = 0;
      entries.clear();
    }
  }

  /** Begins a walk over a tree; call {@link #begin} until it succeeds. */
  public TreeScan(DataTree tree) {
    this.tree = tree;
    this.nodes = tree.nodes();
    root = nodes.root();
    pinned = nodes.acls;
    pinned.pin();
    acls = emptyAcls();
  }

  /** Tells the writer of this scan and keeps the ACLs of the tree as it is now, which may have taken over another since. */
  private void announce() {
    AclTable current = nodes.acls;
    current.pin();
    pinned.unpin();
    pinned = current;
    nodes.scans.addIfAbsent(this);
    // The writer's fence is in AclTable.release and NodeStore.setAcl: either it sees what was done
    // above, or begin sees that it is writing.
    VarHandle.fullFence();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable List<Acl>[] emptyAcls() {
    return new List[0];
  }

  /** Fixes {@link #startZxid} and copies the ACLs. False when the writer was in the way: try again a little later. */
  public boolean begin() {
    for (int attempt = 0; attempt < ATTEMPTS && !begun; attempt++) {
      announce();
      long stamp = tree.readStamp();
      try {
        // What was noted before the stamp is in the copies; what is noted after it makes the stamp
        // invalid.
        aclBefore.clear();
        root = nodes.root();
        acls = pinned.copy();
        startZxid = tree.lastZxid();
        begun = pinned == nodes.acls && tree.validate(stamp);
      } catch (RuntimeException e) {
        rethrowIfUndisturbed(stamp, e);
      }
    }
    return begun;
  }

  private void rethrowIfUndisturbed(long stamp, RuntimeException e) {
    if (tree.validate(stamp)) {
      throw e;
    }
  }

  /** Called by the writer before it changes an ACL. */
  void aclWillChange(byte[] path, int aclId) {
    aclBefore.putIfAbsent(NodeStore.text(path), aclId);
  }

  /** The last txn whose effect is certainly in what the walk shows. */
  public long startZxid() {
    return startZxid;
  }

  /** The ACLs by the numbers that the nodes refer to; the open ACL, −1, is not among them. */
  public Map<Long, List<Acl>> acls() {
    Map<Long, List<Acl>> byId = new TreeMap<>();
    for (int id = 0; id < acls.length; id++) {
      List<Acl> acl = acls[id];
      if (acl != null) {
        byId.put((long) id, acl);
      }
    }
    return byId;
  }

  /** Goes on to the next node. */
  public Step next() {
    if (!begun) {
      throw new IllegalStateException("the scan has not begun");
    }
    if (frame < 0) {
      if (!frames.isEmpty()) {
        return Step.END;
      }
      top.show(root);
      return show(top, new byte[0]);
    }
    while (frame >= 0) {
      Frame level = frames.get(frame);
      if (level.next < level.entries.count()) {
        Entry entry = level.entries.get(level.next);
        Step step = show(entry, NodeStore.join(level.path, entry));
        if (step != Step.END) {
          return step;
        }
      } else if (level.position == 1L << Integer.SIZE) {
        frame--;
      } else if (!copy(level)) {
        return Step.BUSY;
      }
    }
    return Step.END;
  }

  private boolean copy(Frame level) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long stamp = tree.readStamp();
      try {
        long next = level.branch.copySegment(level.position, level.entries, nodes.hasher);
        if (tree.validate(stamp)) {
          level.position = next;
          level.next = 0;
          return true;
        }
      } catch (RuntimeException e) {
        rethrowIfUndisturbed(stamp, e);
      }
      Thread.onSpinWait();
    }
    level.entries.clear();
    level.next = 0;
    return false;
  }

  /** Captures an entry and enters it if it may have children. END stands for a node that is passed over. */
  private Step show(Entry entry, byte[] entryPath) {
    if (!capture(entry)) {
      return Step.BUSY;
    }
    if (frame >= 0) {
      frames.get(frame).next++;
    }
    if (node.czxid() > startZxid) {
      return Step.END;
    }
    Integer before = aclBefore.isEmpty() ? null : aclBefore.get(NodeStore.text(entryPath));
    if (before != null) {
      node.aclId = before;
    }
    path = entryPath;
    Branch branch = entry.branch();
    if (branch != null) {
      frame++;
      if (frame == frames.size()) {
        frames.add(new Frame(branch, entryPath));
      } else {
        frames.get(frame).reset(branch, entryPath);
      }
    }
    return Step.NODE;
  }

  private boolean capture(Entry entry) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long stamp = tree.readStamp();
      try {
        node.capture(entry, pinned, nodes.options);
        if (tree.validate(stamp)) {
          return true;
        }
      } catch (RuntimeException e) {
        rethrowIfUndisturbed(stamp, e);
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /** The path of the node in UTF-8; the root's is empty. Not to be changed. */
  public byte[] path() {
    return path;
  }

  /** The node; overwritten by the next step. */
  public Znode node() {
    return node;
  }

  /** Ends the walk. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      nodes.scans.remove(this);
      pinned.unpin();
    }
  }
}
