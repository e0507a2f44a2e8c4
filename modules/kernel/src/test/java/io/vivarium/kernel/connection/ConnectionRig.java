package io.vivarium.kernel.connection;

import io.vivarium.codec.ConnectCodec;
import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.ReplyCodec;
import io.vivarium.codec.RequestCodec;
import io.vivarium.kernel.FakeScheme;
import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.admin.FakeServer;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.kernel.pipeline.Client;
import io.vivarium.kernel.pipeline.Outgoing;
import io.vivarium.kernel.pipeline.Pipeline;
import io.vivarium.kernel.pipeline.PipelineInput;
import io.vivarium.kernel.pipeline.Reads;
import io.vivarium.kernel.pipeline.RequestPipeline;
import io.vivarium.kernel.pipeline.TurnByTurn;
import io.vivarium.kernel.pipeline.WakeBatch;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.Acl;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.Request;
import io.vivarium.model.SessionPassword;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.model.WatchEvent;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.FailedAttempts;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import io.vivarium.tree.watch.WatchTable;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Client connections in front of a real tree; the pipeline keeps what it is handed until the test answers it. */
final class ConnectionRig {
  static final int OUTSTANDING = 4;
  static final long OUTBOUND = 128_000;

  /** That the server knows; what {@link FakeServer} has is far from it. */
  static final int SESSIONS = 100;

  static final int LARGE = 1_000;

  /** Bytes that may wait for all clients. */
  static final long UNSENT = 1_000_000;

  private static final int FRAME = 1 << 20;

  final ManualTime time = new ManualTime(7_000_000_000L);
  final DataTree tree = new DataTree(new TreeOptions(true, false, false, 11));
  final WatchTable watches = new WatchTable();
  final List<PipelineInput> submitted = new ArrayList<>();
  final ArrayDeque<Runnable> slowTasks = new ArrayDeque<>();
  final KernelMetrics metrics = new KernelMetrics();
  final UnsentOutput unsent = new UnsentOutput(UNSENT);
  final Connections connections;
  Pipeline.Service service = Pipeline.Service.EVERYBODY;
  private final TurnByTurn execution = new TurnByTurn();
  private int sessions;

  ConnectionRig() {
    this(List.of());
  }

  ConnectionRig(List<String> required) {
    this(required, 0, 0);
  }

  /** With so many bytes that may wait for one client. */
  ConnectionRig(long outbound) {
    this(List.of(), 0, 0, outbound);
  }

  ConnectionRig(List<String> required, int perAddress, int total) {
    this(required, perAddress, total, OUTBOUND);
  }

  private ConnectionRig(List<String> required, int perAddress, int total, long outbound) {
    Map<String, AuthScheme> schemes = Map.of("digest", new FakeScheme("digest", true));
    AccessCheck access = new AccessCheck(schemes, false);
    ServerStats stats = new ServerStats();
    stats.publishTo(metrics);
    ConnectionServices services =
        new ConnectionServices(
            new RequestPipeline(64, new Keeping(), time, execution),
            new Reads(
                watches, access, tree::lastZxid, FRAME, metrics.summaries("read_per_namespace")),
            tree,
            watches,
            new WakeBatch(),
            access,
            schemes,
            new FailedAttempts(time, 3, 8),
            () -> service,
            tree::lastZxid,
            stats,
            unsent,
            slowTasks::add,
            time);
    ConnectionRules rules =
        new ConnectionRules(
            new ConnectionRules.Limits(
                FRAME, FRAME, OUTSTANDING, outbound, perAddress, total, 0, 0, SESSIONS),
            new ConnectionRules.Large(LARGE, 10 * LARGE, 3 * LARGE),
            new ConnectionRules.Timeouts(5_000, 4_000, 40_000),
            new ConnectionRules.Proof(required, false),
            new ConnectionRules.Words("ruok,dump", false));
    connections = new Connections(services, rules, new FakeServer());
  }

  /** A txn takes effect. */
  void applied(long zxid, Txn txn) {
    tree.apply(new TxnHeader(1, 1, zxid, 1000), txn, watches);
  }

  void created(long zxid, String path, int bytes) {
    int counter = tree.find("/").creationCounter() + 1;
    applied(
        zxid, new Txn.Create(OpCode.CREATE, path, new byte[bytes], Acl.OPEN, false, counter, 0));
  }

  /** A client that has just connected; null when it was not let in. */
  @Nullable Peer arriving(String address) {
    FakeTransport transport = new FakeTransport(address);
    ConnectionHandler handler = connections.opened(transport);
    if (handler == null) {
      return null;
    }
    transport.handler(handler);
    return new Peer(transport, handler);
  }

  Peer connected() {
    return Objects.requireNonNull(arriving("127.0.0.1"));
  }

  /** A client with a session, of which nothing is under way. */
  Peer established() {
    Peer peer = connected();
    peer.sends(handshake());
    peer.welcomed();
    peer.story();
    handedOver();
    return peer;
  }

  static byte[] handshake() {
    return handshake(0);
  }

  static byte[] handshake(long seen) {
    JuteWriter out = new JuteWriter();
    ConnectCodec.encode(new ConnectRequest(0, seen, 10_000, 0, new byte[16], false, true), out);
    return out.toByteArray();
  }

  /** The first frame of whoever knows a session's number. */
  static byte[] resumption(long session) {
    JuteWriter out = new JuteWriter();
    ConnectCodec.encode(
        new ConnectRequest(0, 0, 10_000, session, SessionPassword.of(session), false, true), out);
    return out.toByteArray();
  }

  static byte[] frame(int xid, Request request) {
    JuteWriter out = new JuteWriter();
    RequestCodec.encode(xid, request, out);
    return out.toByteArray();
  }

  static Request.Create creation(String path, int bytes) {
    return new Request.Create(OpCode.CREATE, path, new byte[bytes], Acl.OPEN, 0, 0);
  }

  /** What the pipeline was handed: {@code opening}, or the xids of requests. */
  List<String> handedOver() {
    execution.settle();
    List<String> story =
        submitted.stream()
            .map(
                input ->
                    switch (input) {
                      case PipelineInput.ClientRequest request -> String.valueOf(request.xid());
                      case PipelineInput.Opening _ -> "opening";
                      case PipelineInput.Task _ -> "task";
                    })
            .toList();
    submitted.clear();
    return story;
  }

  /** The inputs themselves. */
  void handedOver(List<PipelineInput> to) {
    execution.settle();
    to.addAll(submitted);
    submitted.clear();
  }

  private final class Keeping implements RequestPipeline.Duties {
    @Override
    public void accept(PipelineInput input) {
      submitted.add(input);
    }

    @Override
    public long poll(long nowNanos) {
      return Long.MAX_VALUE;
    }

    @Override
    public boolean newsFromLog() {
      return false;
    }

    @Override
    public void endOfBatch() {}
  }

  /** A client as the network and the pipeline see it. */
  final class Peer {
    final FakeTransport transport;
    final ConnectionHandler handler;

    Peer(FakeTransport transport, ConnectionHandler handler) {
      this.transport = transport;
      this.handler = handler;
    }

    Client client() {
      return (Client) handler;
    }

    void sends(byte[]... frames) {
      transport.arrive(List.of(frames));
    }

    /** Asks for these in one packet; they are numbered from {@code xid} on. */
    void asks(int xid, Request... requests) {
      List<byte[]> frames = new ArrayList<>();
      for (Request request : requests) {
        frames.add(frame(xid + frames.size(), request));
      }
      transport.arrive(frames);
    }

    /** The pipeline has something for it, and its I/O thread takes it. */
    void gets(Outgoing... entries) {
      for (Outgoing entry : entries) {
        client().put(entry);
      }
      client().wake();
      transport.runTasks();
    }

    Session welcomed() {
      Session session = new Session(0x100 + ++sessions, 10_000, time.monotonicNanos());
      gets(new Outgoing.Welcome(session, tree.lastZxid()));
      return session;
    }

    /** The pipeline answers a write. */
    static Outgoing.Answer answer(int xid, long zxid) {
      return answer(OpCode.CREATE, xid, zxid, false);
    }

    static Outgoing.Answer answer(OpCode op, int xid, long zxid, boolean last) {
      return new Outgoing.Answer(op, xid, zxid, ErrorCode.OK.code(), Reply.Empty.INSTANCE, 0, last);
    }

    /** What it was sent since the last call: {@code welcome}, events by type and path, answers by xid and error. */
    List<String> story() {
      return transport.taken().stream().map(this::text).toList();
    }

    private String text(byte[] bytes) {
      ByteBuffer frame = ByteBuffer.wrap(bytes);
      if (frame.getInt() != frame.remaining()) {
        throw new AssertionError("a write is not one frame");
      }
      if (bytes.length == Integer.BYTES + 37) {
        return ConnectCodec.decodeResponse(frame).sessionId() == 0 ? "refused" : "welcome";
      }
      ReplyHeader header = ReplyCodec.decodeHeader(frame);
      if (header.xid() == ReplyHeader.WATCH_XID) {
        WatchEvent event = ReplyCodec.decodeEvent(header, frame, FRAME);
        return event.type() + " " + event.path();
      }
      ErrorCode error = ErrorCode.of(header.error());
      return header.xid() + " " + (error == null ? header.error() : error.name());
    }
  }
}
