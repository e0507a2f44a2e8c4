package io.vivarium.tree;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a {@link DataTree} from any thread without locks. One per thread: it keeps the views and buffers that it fills.
 *
 * <p>A read is tried a few times; when the writer gets in the way each time the result is {@link Result#RETRY}, and the caller
 * either tries later or has the writer's thread do the read, where it always succeeds.
 *
 * <pre>
 * switch (reader.find(path, 0, path.length)) {
 *   case FOUND -&gt; reply(reader.node(), reader.zxid());
 *   case MISSING -&gt; refuse(NO_NODE, reader.zxid());
 *   case RETRY -&gt; handToWriter();
 * }
 * </pre>
 */
public final class TreeReader {
  /** How a read ended. */
  public enum Result {
    FOUND,
    MISSING,
    /** The writer was in the way; nothing is known. */
    RETRY
  }

  private static final int ATTEMPTS = 64;

  private final DataTree tree;
  private final NodeStore nodes;
  private final Znode node = new Znode();
  private final NameList names = new NameList();
  private long stamp;
  private long zxid;
  private boolean listed;
  private int changes;

  /** A reader of this tree. */
  public TreeReader(DataTree tree) {
    this.tree = tree;
    this.nodes = tree.nodes();
  }

  /** Looks for the node at a path in UTF-8. The empty path is the root too; a path that no node can have is merely missing. */
  public Result find(byte[] path, int offset, int length) {
    listed = false;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      stamp = tree.readStamp();
      if ((stamp & 1) == 0) {
        try {
          boolean found = nodes.find(path, offset, length, node);
          zxid = tree.lastZxid();
          Branch branch = found ? node.branch() : null;
          changes = branch == null ? 0 : branch.changes;
          if (tree.validate(stamp)) {
            return found ? Result.FOUND : Result.MISSING;
          }
        } catch (RuntimeException e) {
          rethrowIfUndisturbed(e);
        }
      }
      Thread.onSpinWait();
    }
    return Result.RETRY;
  }

  /** Looks for the node at a path. */
  public Result find(String path) {
    byte[] bytes = NodeStore.utf8(path);
    return find(bytes, 0, bytes.length);
  }

  /** What a read that raced with the writer threw means nothing; anything else is a bug that must not be hidden. */
  private void rethrowIfUndisturbed(RuntimeException e) {
    if (tree.validate(stamp)) {
      throw e;
    }
  }

  /** The node that was found last. Overwritten by the next read. */
  public Znode node() {
    return node;
  }

  /** The last txn whose effect the last read could see; what the reply's header says. */
  public long zxid() {
    return zxid;
  }

  /**
   * Whether what was read last is still so. Asked under the lock of a watch table, this decides whether a watch may be left for
   * what was read: see {@code WatchTable.add}. After {@link #childNames} only changes of that node's children count.
   */
  public boolean unchanged() {
    if (tree.validate(stamp)) {
      return true;
    }
    Branch branch = node.branch();
    return listed && branch != null && branch.changes == changes;
  }

  /**
   * Copies the names of the children of the node that was found last, as they were then; {@link #node}'s figures and the names
   * belong together. Check {@link Znode#childNameBytes} against the limit of a reply first. Changes elsewhere in the tree do not
   * disturb this.
   *
   * @return FOUND, or RETRY when the children have changed since; then find the node again
   */
  public Result childNames() {
    names.clear(0);
    listed = true;
    Branch branch = node.branch();
    if (branch == null || node.numChildren() == 0) {
      return Result.FOUND;
    }
    try {
      int expected = node.numChildren();
      names.clear(node.childNameBytes() + (long) Integer.BYTES * expected);
      for (long at = 0; at < 1L << Integer.SIZE && names.count() <= expected; ) {
        at = branch.copyNames(at, names, nodes.hasher);
      }
      VarHandle.acquireFence();
      return branch.changes == changes && names.count() == expected ? Result.FOUND : Result.RETRY;
    } catch (IndexOutOfBoundsException | NullPointerException | ClassCastException e) {
      VarHandle.acquireFence();
      if (branch.changes == changes) {
        throw e;
      }
      return Result.RETRY;
    }
  }

  /**
   * The names that {@link #childNames} copied, in no order: for each its length in bytes as a big-endian int, then its UTF-8. That
   * is how a vector of strings travels, after its count, which is {@link Znode#numChildren}. Valid up to {@link #namesLength}.
   */
  public byte[] names() {
    return names.bytes();
  }

  /** Bytes in {@link #names}. */
  public int namesLength() {
    return names.length();
  }

  /** The names that {@link #childNames} copied, as strings. */
  public List<String> nameList() {
    String[] list = new String[node.numChildren()];
    ByteBuffer each = ByteBuffer.wrap(names.bytes(), 0, names.length());
    for (int i = 0; i < list.length; i++) {
      int length = each.getInt();
      list[i] = new String(names.bytes(), each.position(), length, StandardCharsets.UTF_8);
      each.position(each.position() + length);
    }
    return Arrays.asList(list);
  }

  /**
   * The paths of a session's ephemerals that begin with {@code prefix}.
   *
   * @param into gets the paths, in no order; cleared first
   * @return FOUND or RETRY
   */
  public Result ephemerals(long session, String prefix, List<String> into) {
    listed = false;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      stamp = tree.readStamp();
      into.clear();
      if ((stamp & 1) == 0) {
        try {
          for (String path : nodes.owners.ephemerals(session)) {
            if (path.startsWith(prefix)) {
              into.add(path);
            }
          }
          zxid = tree.lastZxid();
          if (tree.validate(stamp)) {
            return Result.FOUND;
          }
        } catch (RuntimeException e) {
          rethrowIfUndisturbed(e);
        }
      }
      Thread.onSpinWait();
    }
    return Result.RETRY;
  }
}
