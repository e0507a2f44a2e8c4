package io.vivarium.simulator;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.Zxid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients asked and were told, held against the history as it comes: what can only be judged afterwards is kept. */
final class Ledger {
  /** A request of a client and what became of it. */
  static final class Op {
    private final SimulatedClient client;
    private final int connection;
    private final long session;
    private final int xid;
    private final Request request;

    /** Zxid of the last write that anybody had been told of when this was asked. */
    private final long floorZxid;

    private long zxid;
    private int error;
    private @Nullable Reply reply;

    Op(
        SimulatedClient client,
        int connection,
        long session,
        int xid,
        Request request,
        long floorZxid) {
      this.client = client;
      this.connection = connection;
      this.session = session;
      this.xid = xid;
      this.request = request;
      this.floorZxid = floorZxid;
    }

    int xid() {
      return xid;
    }

    Request request() {
      return request;
    }

    long zxid() {
      return zxid;
    }

    int error() {
      return error;
    }

    /** What was answered; null before. */
    @Nullable Reply reply() {
      return reply;
    }

    @Override
    public String toString() {
      return client + " " + xid + " " + request;
    }
  }

  /** A watch on the data of a node, from the read that set it to its event or the end of the connection. */
  static final class Watching {
    private final SimulatedClient client;
    private final int connection;
    private final String path;
    private final long setZxid;
    private long shownZxid;

    Watching(SimulatedClient client, int connection, String path, long setZxid) {
      this.client = client;
      this.connection = connection;
      this.path = path;
      this.setZxid = setZxid;
    }

    SimulatedClient client() {
      return client;
    }

    String path() {
      return path;
    }

    /** The state that the read saw. */
    long setZxid() {
      return setZxid;
    }

    /** The newest state that was shown on the connection before the event came, or at all. */
    long shownZxid() {
      return shownZxid;
    }
  }

  private final Oracle oracle;
  private final Map<SimulatedClient, List<Watching>> live = new HashMap<>();
  private final List<Watching> watches = new ArrayList<>();
  private final List<Op> reads = new ArrayList<>();
  private final Map<Long, Long> lastWrite = new HashMap<>();

  /** Zxid that reads of a client must not be before, by its last sync that was answered. */
  private final Map<SimulatedClient, Long> synced = new HashMap<>();

  private long lastAcknowledged;
  private int acknowledged;
  private int unknown;
  private int events;

  Ledger(Oracle oracle) {
    this.oracle = oracle;
  }

  /** Answered reads, for {@link HistoryCheck}. */
  List<Op> reads() {
    return reads;
  }

  /** All watches that were set, for {@link HistoryCheck}. */
  List<Watching> watches() {
    return watches;
  }

  int acknowledged() {
    return acknowledged;
  }

  int unknown() {
    return unknown;
  }

  int events() {
    return events;
  }

  void violated(String rule, String what) {
    oracle.violated(rule, what);
  }

  Op asked(SimulatedClient client, int connection, long session, int xid, Request request) {
    return new Op(client, connection, session, xid, request, lastAcknowledged);
  }

  void unknown(Op op) {
    if (isWrite(op)) {
      unknown++;
    }
  }

  /** A client was shown a state (O4, I11). */
  void shown(SimulatedClient client, int connection, long zxid, long before) {
    if (zxid < before) {
      oracle.violated(
          "O4", client + " is shown " + Zxid.text(zxid) + " after " + Zxid.text(before));
    }
    for (Watching watching : live.getOrDefault(client, List.of())) {
      if (watching.connection == connection) {
        watching.shownZxid = Math.max(watching.shownZxid, zxid);
      }
    }
  }

  void answered(Op op, ReplyHeader header, Reply reply) {
    op.zxid = header.zxid();
    op.error = header.error();
    op.reply = reply;
    if (isWrite(op)) {
      written(op);
    } else if (op.request instanceof Request.Sync && op.error == ErrorCode.OK.code()) {
      synced.merge(op.client, op.floorZxid, Math::max);
    } else if (op.request.op().kind() == OpCode.Kind.READ) {
      reads.add(op);
      fresh(op);
      watched(op);
    }
  }

  /** O9: a read after a sync sees everything that was acknowledged to anybody before the sync was asked. */
  private void fresh(Op op) {
    long floor = synced.getOrDefault(op.client, 0L);
    if (op.zxid < floor) {
      oracle.violated(
          "O9",
          op
              + " shows the state of "
              + Zxid.text(op.zxid)
              + " after a sync; "
              + Zxid.text(floor)
              + " had been acknowledged before that was asked");
    }
  }

  private static boolean isWrite(Op op) {
    return op.request.op().kind() == OpCode.Kind.WRITE || op.request.op() == OpCode.CLOSE_SESSION;
  }

  /** O2, O3, O7. */
  private void written(Op op) {
    if (op.error != ErrorCode.OK.code()) {
      return;
    }
    acknowledged++;
    Oracle.Committed committed = oracle.find(op.zxid);
    if (committed == null
        || committed.txn().header().sessionId() != op.session
        || committed.txn().header().cxid() != op.xid) {
      oracle.violated(
          "O7", op + " is acknowledged as " + Zxid.text(op.zxid) + ", which is " + committed);
      return;
    }
    if (op.zxid <= op.floorZxid) {
      oracle.violated(
          "O3",
          op
              + " took effect at "
              + Zxid.text(op.zxid)
              + ", though "
              + Zxid.text(op.floorZxid)
              + " had been acknowledged before it was asked");
    }
    Long before = lastWrite.put(op.session, op.zxid);
    if (before != null && before > op.zxid) {
      oracle.violated("O2", op + " took effect before an earlier write of its session");
    }
    lastAcknowledged = Math.max(lastAcknowledged, op.zxid);
  }

  // ---- watches

  private void watched(Op op) {
    if (op.error == ErrorCode.OK.code()
        && op.request instanceof Request.GetData read
        && read.watch()) {
      List<Watching> own = live.computeIfAbsent(op.client, _ -> new ArrayList<>());
      for (Watching other : own) {
        if (other.path.equals(read.path())) {
          return;
        }
      }
      Watching watching = new Watching(op.client, op.connection, read.path(), op.zxid);
      own.add(watching);
      watches.add(watching);
    }
  }

  void event(SimulatedClient client, int connection, WatchEvent event) {
    events++;
    Iterator<Watching> own = live.getOrDefault(client, new ArrayList<>()).iterator();
    while (own.hasNext()) {
      Watching watching = own.next();
      if (watching.path.equals(event.path()) && watching.connection == connection) {
        own.remove();
        return;
      }
    }
    oracle.violated("O5", client + " gets " + event + ", for which it has no watch");
  }

  void disconnected(SimulatedClient client, int connection) {
    live.getOrDefault(client, new ArrayList<>())
        .removeIf(watching -> watching.connection == connection);
  }
}
