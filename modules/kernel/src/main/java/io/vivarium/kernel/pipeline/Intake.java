package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.pipeline.PipelineInput.Opening;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.spi.consensus.Consensus;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where requests come out of the ring: sees to it that the session is alive and attached through the connection that asks, then
 * sends each request on its way by kind. Pipeline's thread, except where a method says otherwise.
 */
final class Intake {
  private final SessionLedger sessions;
  private final LocalSessions locals;
  private final CommitStage commits;
  private final Consensus consensus;
  private final Attachments attachments;
  private final Writes writes;
  private final Consumer<String> dropClients;

  private volatile Role role = Role.NONE;
  private volatile long epochStart;

  /**
   * The intake of one server.
   *
   * @param dropClients drops every client, for the reason given
   */
  Intake(
      SessionLedger sessions,
      LocalSessions locals,
      CommitStage commits,
      Consensus consensus,
      Attachments attachments,
      Writes writes,
      Consumer<String> dropClients) {
    this.sessions = sessions;
    this.locals = locals;
    this.commits = commits;
    this.consensus = consensus;
    this.attachments = attachments;
    this.writes = writes;
    this.dropClients = dropClients;
  }

  /** This server is the primary of an epoch from now on; its txns follow {@code lastZxid}. */
  void lead(long epoch, long lastZxid) {
    begin(epoch);
    writes.lead(lastZxid);
    role = Role.PRIMARY;
  }

  /** Writes are sent to the primary of an epoch from now on. */
  void follow(long epoch) {
    begin(epoch);
    writes.become(Role.REPLICA);
    role = Role.REPLICA;
  }

  private void begin(long epoch) {
    if (role != Role.NONE) {
      leave(Role.NONE, "the server has another role now");
    }
    epochStart = epoch << Integer.SIZE;
    sessions.startAfresh();
  }

  /** This server has no role: what is in flight is forgotten, and no connection stays. */
  void look() {
    leave(Role.NONE, "the server has lost its role");
  }

  /** This server serves reads to those who accept stale ones. */
  void serveReadOnly() {
    leave(Role.READER, "the server serves only read-only clients from now on");
  }

  private void leave(Role next, String reason) {
    role = next;
    writes.become(next);
    commits.abandon();
    attachments.forget();
    locals.endReadOnly();
    locals.startAfresh();
    sessions.startAfresh();
    dropClients.accept(reason);
  }

  /** What this server is to its ensemble. Any thread. */
  Role role() {
    return role;
  }

  /** The zxid that the epoch of the role begins with; no txn has it, but peers show it to their clients. Any thread. */
  long epochStart() {
    return epochStart;
  }

  /** Whether this server decides about writes, sessions and containers. */
  boolean primary() {
    return role == Role.PRIMARY;
  }

  void accept(PipelineInput input) {
    switch (input) {
      case ClientRequest request -> request(request);
      case Opening opening -> open(opening);
      case PipelineInput.Task task -> task.action().run();
    }
  }

  private void request(ClientRequest request) {
    String refusal = refusal(request);
    if (refusal != null) {
      drop(request.client(), refusal);
      return;
    }
    OpCode op = request.request().op();
    if (op == OpCode.DELETE_CONTAINER && request.client() != null) {
      // The server's own business: refused like a read, so that nobody removes what no ACL lets
      // them.
      commits.inOrder(request);
      return;
    }
    switch (op.kind()) {
      case WRITE -> writes.write(request);
      case SYNC -> sync(request);
      case SESSION -> {
        if (op == OpCode.CLOSE_SESSION) {
          writes.write(request);
        } else {
          commits.inOrder(request);
        }
      }
      case READ, CONNECTION, MARKER -> commits.inOrder(request);
    }
  }

  private @Nullable String refusal(ClientRequest request) {
    Client client = request.client();
    Session session = request.session();
    if (role == Role.NONE) {
      return "the server has lost its role";
    }
    if (session != null && !known(session)) {
      return "its session has ended";
    }
    if (session != null && client != null && !session.attachedTo(client)) {
      return "its session has moved to another connection";
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // another session of the same id is another session
  private boolean known(Session session) {
    return (session.local() ? locals.find(session.id()) : sessions.find(session.id())) == session;
  }

  private void sync(ClientRequest request) {
    if (request.request() instanceof Request.Malformed) {
      commits.inOrder(request);
    } else if (role == Role.READER) {
      commits.inOrder(request, ErrorCode.NOT_READ_ONLY, false);
    } else {
      consensus.sync(commits.await(new InFlight.Sync(request)));
    }
  }

  /** On the primary: a write that another server sent, by the link with this number. */
  void forwarded(ClientRequest request, long origin) {
    writes.forwarded(request, origin);
  }

  private static void drop(@Nullable Client client, String reason) {
    if (client != null) {
      client.drop(reason);
    }
  }

  private void open(Opening opening) {
    if (role == Role.NONE) {
      opening.client().drop("the server has lost its role");
    } else if (opening.request().sessionId() == 0) {
      writes.open(opening);
    } else {
      attachments.attach(opening, role);
    }
  }

  /** On a replica: the primary says whether a session may be attached. */
  void revalidated(long sessionId, boolean valid) {
    attachments.answered(sessionId, valid);
  }
}
