package io.vivarium.kernel.pipeline;

import io.vivarium.model.Acl;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.StatView;
import io.vivarium.tree.NodeDigest;
import io.vivarium.tree.Znode;
import java.util.List;

/**
 * A znode as it will be once the proposals in flight are applied: what prep must know to judge the next request, and what the
 * digest counts.
 *
 * @param crcKnown whether {@code crcPrefix} is known; when not, path and data are those of the committed node
 * @param crcPrefix CRC-32 over path and data, see {@link NodeDigest}; 0 when no digest is kept
 * @param counted what the committed node counts in the digest, as an unsigned number
 * @param owner the stored owner field, see {@link EphemeralOwner}
 * @param creations the stored creation counter
 */
record PendingZnode(
    String path,
    boolean crcKnown,
    int crcPrefix,
    int counted,
    List<Acl> acl,
    long czxid,
    long mzxid,
    long pzxid,
    long ctime,
    long mtime,
    int version,
    int creations,
    int aversion,
    long owner,
    int numChildren,
    int dataLength)
    implements StatView {

  /** The committed state of a node, copied out of a view that will be used again. */
  static PendingZnode of(String path, Znode znode) {
    return new PendingZnode(
        path,
        znode.hasCrcPrefix(),
        znode.crcPrefix(),
        (int) znode.digest(),
        znode.acl(),
        znode.czxid(),
        znode.mzxid(),
        znode.pzxid(),
        znode.ctime(),
        znode.mtime(),
        znode.version(),
        znode.creationCounter(),
        znode.aversion(),
        znode.storedOwner(),
        znode.numChildren(),
        znode.dataLength());
  }

  /** A node created at {@code zxid}. */
  static PendingZnode created(
      String path, int crcPrefix, int dataLength, List<Acl> acl, long owner, PrepContext at) {
    return new PendingZnode(
        path,
        true,
        crcPrefix,
        0,
        acl,
        at.zxid(),
        at.zxid(),
        at.zxid(),
        at.time(),
        at.time(),
        0,
        0,
        0,
        owner,
        0,
        dataLength);
  }

  /** After the creation of a child. */
  PendingZnode childCreated(long zxid) {
    return new PendingZnode(
        path,
        crcKnown,
        crcPrefix,
        counted,
        acl,
        czxid,
        mzxid,
        zxid,
        ctime,
        mtime,
        version,
        creations + 1,
        aversion,
        owner,
        numChildren + 1,
        dataLength);
  }

  /** After the deletion of a child. */
  PendingZnode childDeleted(long zxid) {
    return new PendingZnode(
        path,
        crcKnown,
        crcPrefix,
        counted,
        acl,
        czxid,
        mzxid,
        zxid,
        ctime,
        mtime,
        version,
        creations,
        aversion,
        owner,
        numChildren - 1,
        dataLength);
  }

  /** After setData. */
  PendingZnode withData(int newPrefix, int newLength, int newVersion, PrepContext at) {
    return new PendingZnode(
        path,
        true,
        newPrefix,
        counted,
        acl,
        czxid,
        at.zxid(),
        pzxid,
        ctime,
        at.time(),
        newVersion,
        creations,
        aversion,
        owner,
        numChildren,
        newLength);
  }

  /** After setACL. */
  PendingZnode withAcl(List<Acl> newAcl, int newAversion) {
    return new PendingZnode(
        path,
        crcKnown,
        crcPrefix,
        counted,
        newAcl,
        czxid,
        mzxid,
        pzxid,
        ctime,
        mtime,
        version,
        creations,
        newAversion,
        owner,
        numChildren,
        dataLength);
  }

  @Override
  public int cversion() {
    return 2 * creations - numChildren;
  }

  @Override
  public long ephemeralOwner() {
    return owner;
  }
}
