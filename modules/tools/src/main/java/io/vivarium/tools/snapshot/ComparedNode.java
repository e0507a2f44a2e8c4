package io.vivarium.tools.snapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a znode is compared. Times follow from the others; zxids do too, but for servers that went apart, so they count.
 *
 * @param dataLength −1 for none
 * @param dataCrc of the data
 */
record ComparedNode(
    int dataLength,
    int dataCrc,
    int version,
    int aversion,
    int counter,
    long owner,
    String acl,
    long czxid,
    long mzxid,
    long pzxid) {

  /** Names of what differs. */
  List<String> differing(ComparedNode other) {
    List<String> names = new ArrayList<>();
    note(names, "data", dataLength == other.dataLength && dataCrc == other.dataCrc);
    note(names, "version", version == other.version && mzxid == other.mzxid);
    note(names, "acl", acl.equals(other.acl) && aversion == other.aversion);
    note(names, "children", counter == other.counter && pzxid == other.pzxid);
    note(names, "owner", owner == other.owner);
    note(names, "creation", czxid == other.czxid);
    return names;
  }

  private static void note(List<String> names, String name, boolean equal) {
    if (!equal) {
      names.add(name);
    }
  }

  /** A number in which znodes that differ in anything differ, but for one pair in 2⁶⁴; {@code of} is that of the path. */
  long fingerprint(long of) {
    long print = mixed(of, (long) dataLength << 32 | (dataCrc & 0xffffffffL));
    print = mixed(print, (long) version << 32 | (aversion & 0xffffffffL));
    print = mixed(print, (long) counter << 32);
    print = mixed(print, owner);
    print = mixed(print, fingerprint(acl));
    print = mixed(print, czxid);
    print = mixed(print, mzxid);
    return mixed(print, pzxid);
  }

  /** The same of a text. */
  static long fingerprint(String text) {
    long print = 0;
    for (int i = 0; i < text.length(); i++) {
      print = print * 0x9e3779b97f4a7c15L + text.charAt(i) + 1;
    }
    return mixed(print, text.length());
  }

  /** Every bit of both moves every bit of the result: the finaliser of MurmurHash3. */
  private static long mixed(long print, long more) {
    long mixed = print * 0x9e3779b97f4a7c15L + more;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
