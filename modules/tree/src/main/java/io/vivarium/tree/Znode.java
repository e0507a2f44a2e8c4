package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.StatView;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view of one znode as it was at one moment; filled by the tree, used again for the next read. What it shows does not change
 * with the tree, and the data it points to is immutable, so replies can be encoded from it at leisure. Belongs to one thread.
 *
 * <p>Allocate one per thread and pass it to the reads; a view that was never filled shows zeros.
 */
public final class Znode implements StatView {
  private static final byte[] NOTHING = new byte[0];

  long czxid;
  long mzxid;
  long ctime;
  long mtime;
  int version;
  int aversion;
  long storedOwner;
  int aclId = AclTable.OPEN;
  long pzxid;
  int counter;

  /** Whether the record has, or is to have, room for {@link #digest}. */
  boolean digested;

  int digest;

  private final Entry entry = new Entry();
  private byte[] record = NOTHING;
  private int recordStart;
  private int dataOffset;
  private int dataEnd;
  private boolean nullData = true;
  private int numChildren;
  private long childNameBytes;
  private int descendants;
  private int crcPrefix;
  private @Nullable Branch branch;
  private List<Acl> acl = Acl.OPEN;
  private EphemeralOwner.Kind kind = EphemeralOwner.Kind.PERSISTENT;
  private int cursor;

  /** Where a look-up shows what this view is then filled from. */
  Entry entry() {
    return entry;
  }

  /** Fills the view from an entry. Readers that race with the writer validate afterwards. */
  void capture(Entry entry, AclTable acls, TreeOptions options) {
    Branch found = entry.branch();
    if (found != null) {
      capture(found, acls, options);
    } else {
      capture(entry.record(), entry.start(), entry.end(), acls, options);
    }
  }

  void capture(Branch found, AclTable acls, TreeOptions options) {
    branch = found;
    byte[] packed = found.record;
    unpack(packed, 0, packed.length);
    pzxid = found.pzxid;
    counter = found.counter;
    numChildren = found.size();
    childNameBytes = found.childNameBytes;
    descendants = found.descendants;
    crcPrefix = found.crcPrefix;
    digest = found.digest;
    complete(acls, options);
  }

  /** Fills the view from the record of a node without children. */
  void capture(byte[] array, int start, int end, AclTable acls, TreeOptions options) {
    branch = null;
    unpack(array, start, end);
    pzxid = czxid;
    counter = 0;
    numChildren = 0;
    childNameBytes = 0;
    descendants = 0;
    complete(acls, options);
  }

  private void complete(AclTable acls, TreeOptions options) {
    acl = acls.list(aclId);
    kind =
        storedOwner == 0
            ? EphemeralOwner.Kind.PERSISTENT
            : EphemeralOwner.kind(storedOwner, options.extendedTypes(), options.emulate353());
  }

  private void unpack(byte[] packed, int start, int end) {
    record = packed;
    recordStart = start;
    dataEnd = end;
    int flags = packed[start];
    cursor = start + 1;
    int nameLength = (int) var();
    cursor += nameLength;
    czxid = var();
    ctime = var();
    if ((flags & NodeRecord.MODIFIED) != 0) {
      mzxid = czxid + signed(var());
      mtime = ctime + signed(var());
      version = (int) var();
    } else {
      mzxid = czxid;
      mtime = ctime;
      version = 0;
    }
    aclId = (flags & NodeRecord.ACL) != 0 ? (int) var() : AclTable.OPEN;
    aversion = (flags & NodeRecord.AVERSION) != 0 ? (int) var() : 0;
    storedOwner = (flags & NodeRecord.OWNER) != 0 ? eightBytes() : 0;
    digested = (flags & NodeRecord.DIGEST) != 0;
    digest = digested ? fourBytes() : 0;
    nullData = (flags & NodeRecord.NULL_DATA) != 0;
    dataOffset = cursor;
  }

  private long var() {
    byte[] packed = record;
    int at = cursor;
    long value = packed[at] & 0x7f;
    for (int shift = 7; packed[at++] < 0; shift += 7) {
      value |= (long) (packed[at] & 0x7f) << shift;
    }
    cursor = at;
    return value;
  }

  private long eightBytes() {
    return (long) fourBytes() << Integer.SIZE | Integer.toUnsignedLong(fourBytes());
  }

  private int fourBytes() {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << 8 | (record[cursor++] & 0xff);
    }
    return value;
  }

  private static long signed(long zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  /** The array that holds the data from {@link #dataOffset} on. What the view shows of it is not changed by anyone. */
  public byte[] record() {
    return record;
  }

  int recordStart() {
    return recordStart;
  }

  /** Where in {@link #record} the data begins; there are {@link #dataLength} bytes of it. */
  public int dataOffset() {
    return dataOffset;
  }

  /** Whether the data is null rather than empty. */
  public boolean isNullData() {
    return nullData;
  }

  /** A copy of the data; null for null data. */
  public byte @Nullable [] data() {
    return nullData ? null : Arrays.copyOfRange(record, dataOffset, dataEnd);
  }

  /** The ACL, as stored. */
  public List<Acl> acl() {
    return acl;
  }

  /** The number of the ACL in {@link TreeScan#acls}; −1 for the open ACL. */
  public int aclId() {
    return aclId;
  }

  /** What kind of node it is. */
  public EphemeralOwner.Kind kind() {
    return kind;
  }

  /** The owner field as stored; see {@link EphemeralOwner}. */
  public long storedOwner() {
    return storedOwner;
  }

  /** Children ever created, the stored cversion; the number of the next sequential child. */
  public int creationCounter() {
    return counter;
  }

  /** Sum of the lengths of the children's names in UTF-8, bytes. */
  public long childNameBytes() {
    return childNameBytes;
  }

  /** Number of nodes below this one, at any depth. */
  public int descendants() {
    return descendants;
  }

  /** What the node counts in the digest of the tree, as {@link NodeDigest} computes it; 0 when no digest is kept. */
  public long digest() {
    return Integer.toUnsignedLong(digest);
  }

  /** Whether {@link #crcPrefix} is known without reading path and data. */
  public boolean hasCrcPrefix() {
    return branch != null;
  }

  /** The CRC-32 of path and data, when {@link #hasCrcPrefix}; else, and when no digest is kept, of no meaning. */
  public int crcPrefix() {
    return crcPrefix;
  }

  @Nullable Branch branch() {
    return branch;
  }

  @Override
  public long czxid() {
    return czxid;
  }

  @Override
  public long mzxid() {
    return mzxid;
  }

  @Override
  public long ctime() {
    return ctime;
  }

  @Override
  public long mtime() {
    return mtime;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public int cversion() {
    return 2 * counter - numChildren;
  }

  @Override
  public int aversion() {
    return aversion;
  }

  @Override
  public long ephemeralOwner() {
    return kind == EphemeralOwner.Kind.EPHEMERAL ? storedOwner : 0;
  }

  @Override
  public int dataLength() {
    return dataEnd - dataOffset;
  }

  @Override
  public int numChildren() {
    return numChildren;
  }

  @Override
  public long pzxid() {
    return pzxid;
  }
}
