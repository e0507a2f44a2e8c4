package io.vivarium.codec;

import io.vivarium.model.Stat;
import io.vivarium.model.StatView;

/** The stat of a znode: eleven numbers in 68 bytes. */
final class StatCodec {
  static final int BYTES = 68;

  private StatCodec() {}

  static Stat read(JuteReader in) {
    return new Stat(
        in.readLong("czxid"),
        in.readLong("mzxid"),
        in.readLong("ctime"),
        in.readLong("mtime"),
        in.readInt("version"),
        in.readInt("cversion"),
        in.readInt("aversion"),
        in.readLong("ephemeralOwner"),
        in.readInt("dataLength"),
        in.readInt("numChildren"),
        in.readLong("pzxid"));
  }

  static void write(StatView stat, JuteWriter out) {
    out.ensure(BYTES);
    out.writeLong(stat.czxid());
    out.writeLong(stat.mzxid());
    out.writeLong(stat.ctime());
    out.writeLong(stat.mtime());
    out.writeInt(stat.version());
    out.writeInt(stat.cversion());
    out.writeInt(stat.aversion());
    out.writeLong(stat.ephemeralOwner());
    out.writeInt(stat.dataLength());
    out.writeInt(stat.numChildren());
    out.writeLong(stat.pzxid());
  }
}
