package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.metrics.NamespaceTraffic;
import io.vivarium.model.Stat;
import io.vivarium.model.StatView;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeReader;
import io.vivarium.tree.Znode;

/**
 * What reads on one thread use over and over. Where answers are encoded before the next read, they may point into the reader's
 * view; where they travel to another thread they must not.
 */
public final class ReadScratch {
  /** What ZooKeeper counts of a read beside path and content. */
  private static final int STAT_BYTES = 68;

  private final TreeReader reader;
  private final NamespaceTraffic traffic;
  private final boolean encodedAtOnce;
  private long admitted;

  /**
   * The scratch of a thread.
   *
   * @param encodedAtOnce whether every answer is encoded before the next read on this thread
   */
  ReadScratch(DataTree tree, NamespaceTraffic traffic, boolean encodedAtOnce) {
    this.reader = new TreeReader(tree);
    this.traffic = traffic;
    this.encodedAtOnce = encodedAtOnce;
  }

  /** A node was read: so many bytes of data or of names. */
  void wasRead(String path, long bytes) {
    traffic.record(path, path.length() + STAT_BYTES + bytes);
  }

  /**
   * Whether an answer with so many bytes may be made for this client. Those that are encoded at once always: the connection itself stops
   * when they find no room.
   */
  boolean admits(Client client, long bytes) {
    if (encodedAtOnce) {
      return true;
    }
    boolean admits = client.admits(bytes);
    if (admits) {
      admitted += bytes;
    }
    return admits;
  }

  /** Bytes that were admitted since the last call. */
  long takeAdmitted() {
    long taken = admitted;
    admitted = 0;
    return taken;
  }

  TreeReader reader() {
    return reader;
  }

  /** The stat of the node that was read last, to be put into an answer. */
  StatView stat() {
    Znode node = reader.node();
    return encodedAtOnce ? node : Stat.of(node);
  }
}
