package io.vivarium.simulator;

import io.vivarium.codec.ClientFrames;
import io.vivarium.codec.ConnectCodec;
import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.ReplyCodec;
import io.vivarium.codec.RequestCodec;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ConnectResponse;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.Request;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks the protocol in bytes: connects to any server it knows, keeps its session from one connection to the next,
 * pings, gives up on servers that say nothing. What it asks is its {@link Program}'s business, what it is told the
 * {@link Ledger}'s.
 */
final class SimulatedClient {
  /** Clients' machines have these numbers and up. */
  static final int FIRST_MACHINE = 1000;

  private static final long MILLI = 1_000_000;
  private static final int FRAME_LIMIT = 16 << 20;

  /** Decides what a client asks. */
  interface Program {
    /** The next request; null for none now. */
    @Nullable Request next();

    /** Requests that may be under way at once. */
    int window();

    /** How long to wait before the next request. */
    long pauseNanos();

    /** A request was answered. */
    void answered(Ledger.Op op);

    /** The connection is gone: what was not answered never will be. */
    void disconnected();

    /** The session has ended; a new one will be opened. */
    void sessionEnded();
  }

  private final int id;
  private final int[] servers;
  private final int timeoutMs;
  private final Life life;
  private final Scheduler scheduler;
  private final SimulatedTransport transport;
  private final SplittableRandom chance;
  private final Ledger ledger;
  private final Program program;
  private final Trace trace;
  private final ArrayDeque<Ledger.Op> pending = new ArrayDeque<>();
  private final JuteWriter writer = new JuteWriter();

  private long session;
  private byte[] password = new byte[16];
  private long lastZxid;
  private int xid;
  private int connections;
  private @Nullable Link link;

  SimulatedClient(
      int id,
      int[] servers,
      int timeoutMs,
      Network network,
      Ledger ledger,
      Trace trace,
      Program program) {
    this.id = id;
    this.servers = servers.clone();
    this.timeoutMs = timeoutMs;
    this.scheduler = network.scheduler();
    this.life =
        new Life(
            "c" + id,
            scheduler,
            0,
            0,
            (_, _, message, cause) -> {
              throw new IllegalStateException(message, cause);
            });
    this.transport = new SimulatedTransport(network, FIRST_MACHINE + id, life);
    this.chance = scheduler.chance();
    this.ledger = ledger;
    this.program = program;
    this.trace = trace;
  }

  int machine() {
    return transport.machine();
  }

  long session() {
    return session;
  }

  /** Begins. */
  void start() {
    scheduler.in(chance.nextLong(10 * MILLI), life, this::connect);
  }

  /** The process dies: its session will expire. */
  void kill(Network network) {
    life.end();
    network.died(life, false);
  }

  private void connect() {
    int server = servers[chance.nextInt(servers.length)];
    Link attempt = new Link(server, ++connections);
    link = attempt;
    transport.connect(
        Endpoint.client(Network.address(server).getHostAddress(), Machine.CLIENT_PORT),
        attempt::opened,
        _ -> attempt.lost());
    scheduler.in(timeoutMs * MILLI, life, attempt::giveUpHandshake);
  }

  @Override
  public String toString() {
    return "c" + id;
  }

  /** One connection. */
  private final class Link implements ConnectionHandler {
    private final int server;
    private final int number;
    private @Nullable Connection connection;
    private boolean established;
    private boolean over;
    private long lastHeardNanos;
    private long lastSentNanos;

    Link(int server, int number) {
      this.server = server;
      this.number = number;
    }

    @Nullable ConnectionHandler opened(Connection opened) {
      if (over) {
        return null;
      }
      connection = opened;
      writer.clear();
      ConnectCodec.encode(
          new ConnectRequest(0, lastZxid, timeoutMs, session, password, false, true), writer);
      opened.write(writer.view());
      opened.flush();
      return this;
    }

    void giveUpHandshake() {
      if (!established) {
        close();
      }
    }

    private void close() {
      if (connection != null) {
        connection.close();
      }
      lost();
    }

    /** The connection is gone: what was under way is unknown. */
    void lost() {
      if (over) {
        return;
      }
      over = true;
      trace.tell("%s loses connection %d to s%d", SimulatedClient.this, number, server);
      for (Ledger.Op op : pending) {
        ledger.unknown(op);
      }
      pending.clear();
      program.disconnected();
      ledger.disconnected(SimulatedClient.this, number);
      if (link == this) {
        link = null;
        scheduler.in(chance.nextLong(2 * MILLI, 100 * MILLI), life, SimulatedClient.this::connect);
      }
    }

    @Override
    public int frameLength(ByteBuffer received) {
      return ClientFrames.frameLength(received, FRAME_LIMIT);
    }

    @Override
    public void onFrame(ByteBuffer frame) {
      if (over) {
        return;
      }
      lastHeardNanos = scheduler.nowNanos();
      frame.position(frame.position() + ClientFrames.LENGTH_BYTES);
      if (!established) {
        welcomed(ConnectCodec.decodeResponse(frame));
        return;
      }
      ReplyHeader header = ReplyCodec.decodeHeader(frame);
      if (header.xid() == ReplyHeader.WATCH_XID) {
        ledger.event(
            SimulatedClient.this,
            number,
            ReplyCodec.decodeEvent(header, frame, Oracle.FIELD_LIMIT));
        return;
      }
      if (header.zxid() > 0) {
        ledger.shown(SimulatedClient.this, number, header.zxid(), lastZxid);
        lastZxid = Math.max(lastZxid, header.zxid());
      }
      if (header.xid() != ReplyHeader.PING_XID) {
        answered(header, frame);
      }
    }

    private void welcomed(ConnectResponse response) {
      if (response.sessionId() == 0) {
        trace.tell(
            "%s is told by s%d that its session %x has ended",
            SimulatedClient.this, server, session);
        ended();
        close();
        return;
      }
      if (session != 0 && session != response.sessionId()) {
        ledger.violated(
            "K8", SimulatedClient.this + " asked for session " + session + " and got another");
      }
      if (session == 0) {
        trace.tell("%s has session %x at s%d", SimulatedClient.this, response.sessionId(), server);
      }
      session = response.sessionId();
      password = response.password();
      established = true;
      trace.tell("%s is connected to s%d by %d", SimulatedClient.this, server, number);
      lastSentNanos = scheduler.nowNanos();
      scheduler.in(timeoutMs * MILLI / 6, life, this::beat);
      scheduler.in(program.pauseNanos(), life, this::ask);
    }

    private void ended() {
      session = 0;
      password = new byte[16];
      program.sessionEnded();
    }

    private void answered(ReplyHeader header, ByteBuffer frame) {
      Ledger.Op op = pending.poll();
      if (op == null || op.xid() != header.xid()) {
        ledger.violated(
            "O1",
            SimulatedClient.this
                + " was answered xid "
                + header.xid()
                + " when "
                + op
                + " was next");
        return;
      }
      Reply reply =
          ReplyCodec.decodeBody(op.request().op(), header.error(), frame, Oracle.FIELD_LIMIT);
      ledger.answered(op, header, reply);
      if (op.request().op() == OpCode.CLOSE_SESSION) {
        ended();
        close();
        return;
      }
      program.answered(op);
    }

    private void ask() {
      if (over || !established) {
        return;
      }
      while (pending.size() < program.window()) {
        Request request = program.next();
        if (request == null) {
          break;
        }
        send(request);
        if (request.op() == OpCode.CLOSE_SESSION) {
          return;
        }
        if (chance.nextInt(3) == 0) {
          break;
        }
      }
      scheduler.in(program.pauseNanos(), life, this::ask);
    }

    private void send(Request request) {
      Connection open = connection;
      if (open == null) {
        return;
      }
      boolean ping = request.op() == OpCode.PING;
      int number = ping ? ReplyHeader.PING_XID : ++xid;
      if (!ping) {
        pending.add(ledger.asked(SimulatedClient.this, this.number, session, number, request));
      }
      writer.clear();
      RequestCodec.encode(number, request, writer);
      open.write(writer.view());
      open.flush();
      lastSentNanos = scheduler.nowNanos();
    }

    /** Pings when nothing was said for a while; gives up when nothing was heard. */
    private void beat() {
      if (over) {
        return;
      }
      long now = scheduler.nowNanos();
      if (now - lastHeardNanos > timeoutMs * MILLI * 2 / 3) {
        close();
        return;
      }
      if (now - lastSentNanos > timeoutMs * MILLI / 4) {
        send(new Request.Ping());
      }
      scheduler.in(timeoutMs * MILLI / 6, life, this::beat);
    }

    @Override
    public void onReadDone() {}

    @Override
    public void onWritable(boolean writable) {}

    @Override
    public void onClosed(@Nullable Throwable cause) {
      lost();
    }
  }
}
