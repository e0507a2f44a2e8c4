package io.vivarium.tree;

/**
 * A znode that has or had children: its packed record and what a leaf does not need. A leaf becomes a branch with its first child
 * and stays one. Changed by the tree's writer only, inside a write section.
 */
final class Branch extends ChildTable {
  /** Name, data and the fields of {@link NodeRecord}; exchanged as a whole, never changed. */
  byte[] record;

  /** Zxid of the last creation or deletion of a child. */
  long pzxid;

  /** Children ever created: the stored cversion. */
  int counter;

  /** Grows with every change of the child table, <em>before</em> that change: lets a long copy see whether it was disturbed. */
  int changes;

  /** Sum of the children's name lengths, bytes. */
  long childNameBytes;

  /** Nodes below this one, at any depth. */
  int descendants;

  /** CRC-32 of path and data, for the digest; 0 while no digest is kept. */
  int crcPrefix;

  /** What the node counts in the digest of the tree; 0 while none is kept. */
  int digest;

  /** Bytes of data of this node and all below it. */
  long subtreeBytes;

  Branch(byte[] record, long pzxid, int counter) {
    this.record = record;
    this.pzxid = pzxid;
    this.counter = counter;
  }
}
