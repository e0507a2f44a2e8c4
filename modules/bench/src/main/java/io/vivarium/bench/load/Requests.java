package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Requests of ZooKeeper's client protocol, each written as a whole frame behind what is in the buffer already. The load generator
 * must cost less than the servers it loads, so nothing is built in between.
 */
final class Requests {
  /** An op code inside a multi. */
  private static final int CREATE = 1;

  private static final int DELETE = 2;
  private static final int EXISTS = 3;
  private static final int GET_DATA = 4;
  private static final int SET_DATA = 5;
  private static final int CHILDREN = 8;
  private static final int PING = 11;
  private static final int MULTI = 14;
  private static final int CLOSE = -11;
  private static final int PING_XID = -2;
  static final int PASSWORD = 16;

  /** Flags of create: 1 ephemeral, 2 sequential. */
  private static final int EPHEMERAL_SEQUENTIAL = 3;

  private static final int ALL_PERMISSIONS = 31;
  private static final byte[] WORLD = "world".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANYONE = "anyone".getBytes(StandardCharsets.US_ASCII);

  private Requests() {}

  /** A path as it travels. */
  public static byte[] path(String path) {
    return path.getBytes(StandardCharsets.UTF_8);
  }

  /** The handshake. */
  static void connect(ByteBuf out, SessionIdentity session) {
    int start = begin(out);
    out.writeInt(0).writeLong(session.lastZxid()).writeInt(session.timeoutMs());
    out.writeLong(session.id());
    string(out, session.password());
    out.writeBoolean(false);
    end(out, start);
  }

  static void ping(ByteBuf out) {
    end(out, header(out, PING_XID, PING));
  }

  /** The session ends. */
  public static void close(ByteBuf out, int xid) {
    end(out, header(out, xid, CLOSE));
  }

  /** A persistent znode, open to the world. */
  public static void create(ByteBuf out, int xid, byte[] path, byte[] data) {
    create(out, xid, path, data, 0);
  }

  /** An ephemeral znode with a number behind its name: what a lock is made of. */
  public static void createLock(ByteBuf out, int xid, byte[] path) {
    create(out, xid, path, new byte[0], EPHEMERAL_SEQUENTIAL);
  }

  private static void create(ByteBuf out, int xid, byte[] path, byte[] data, int flags) {
    int start = header(out, xid, CREATE);
    string(out, path);
    string(out, data);
    out.writeInt(1).writeInt(ALL_PERMISSIONS);
    string(out, WORLD);
    string(out, ANYONE);
    out.writeInt(flags);
    end(out, start);
  }

  /** A deletion of any version. */
  public static void delete(ByteBuf out, int xid, ByteBuf path) {
    int start = header(out, xid, DELETE);
    out.writeInt(path.readableBytes()).writeBytes(path);
    out.writeInt(-1);
    end(out, start);
  }

  /** New data over any version. */
  public static void set(ByteBuf out, int xid, byte[] path, byte[] data) {
    int start = header(out, xid, SET_DATA);
    string(out, path);
    string(out, data);
    out.writeInt(-1);
    end(out, start);
  }

  /** Data and stat. */
  public static void get(ByteBuf out, int xid, byte[] path, boolean watch) {
    read(out, xid, GET_DATA, path, watch);
  }

  /** Stat. */
  public static void exists(ByteBuf out, int xid, byte[] path) {
    read(out, xid, EXISTS, path, false);
  }

  /** Names of the children. */
  public static void children(ByteBuf out, int xid, byte[] path) {
    read(out, xid, CHILDREN, path, false);
  }

  private static void read(ByteBuf out, int xid, int op, byte[] path, boolean watch) {
    int start = header(out, xid, op);
    string(out, path);
    out.writeBoolean(watch);
    end(out, start);
  }

  /** New data for each path, all or none. */
  public static void multiSet(ByteBuf out, int xid, List<byte[]> paths, byte[] data) {
    int start = header(out, xid, MULTI);
    for (byte[] path : paths) {
      out.writeInt(SET_DATA).writeBoolean(false).writeInt(-1);
      string(out, path);
      string(out, data);
      out.writeInt(-1);
    }
    out.writeInt(-1).writeBoolean(true).writeInt(-1);
    end(out, start);
  }

  private static int header(ByteBuf out, int xid, int op) {
    int start = begin(out);
    out.writeInt(xid).writeInt(op);
    return start;
  }

  private static int begin(ByteBuf out) {
    int start = out.writerIndex();
    out.writeInt(0);
    return start;
  }

  private static void end(ByteBuf out, int start) {
    out.setInt(start, out.writerIndex() - start - Integer.BYTES);
  }

  private static void string(ByteBuf out, byte[] bytes) {
    out.writeInt(bytes.length).writeBytes(bytes);
  }
}
