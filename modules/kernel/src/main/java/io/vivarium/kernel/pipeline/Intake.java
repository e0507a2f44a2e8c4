package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.pipeline.PipelineInput.Opening;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.spi.consensus.Consensus;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where requests come out of the ring: sees to it that the session is alive and attached through the connection that asks, then
 * sends each request on its way by kind. Pipeline's thread.
 */
final class Intake {
  /** Where writes go. */
  private enum Role {
    NONE,
    PRIMARY,
    REPLICA
  }

  private final SessionTracker tracker;
  private final PrepStage prep;
  private final ForwardStage forward;
  private final CommitStage commits;
  private final Consensus consensus;
  private final Attachments attachments;
  private final Consumer<String> dropClients;

  private volatile Role role = Role.NONE;

  /**
   * The intake of one server.
   *
   * @param dropClients drops every client, for the reason given
   */
  Intake(
      SessionTracker tracker,
      PrepStage prep,
      ForwardStage forward,
      CommitStage commits,
      Consensus consensus,
      Attachments attachments,
      Consumer<String> dropClients) {
    this.tracker = tracker;
    this.prep = prep;
    this.forward = forward;
    this.commits = commits;
    this.consensus = consensus;
    this.attachments = attachments;
    this.dropClients = dropClients;
  }

  /** This server is the primary from now on; its txns follow {@code lastZxid}. */
  void lead(long lastZxid) {
    prep.reset(lastZxid);
    role = Role.PRIMARY;
  }

  /** Writes are sent to the primary from now on. */
  void follow() {
    role = Role.REPLICA;
  }

  /** This server has no role: what is in flight is forgotten, and no connection stays. */
  void look() {
    role = Role.NONE;
    commits.abandon();
    attachments.forget();
    dropClients.accept("the server has lost its role");
  }

  /** Whether requests are served. Any thread. */
  boolean serving() {
    return role != Role.NONE;
  }

  /** Whether this server decides about writes, sessions and containers. Pipeline's thread. */
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
    Client client = request.client();
    Session session = request.session();
    if (role == Role.NONE) {
      drop(client, "the server has lost its role");
      return;
    }
    if (session != null && tracker.find(session.id()) != session) {
      drop(client, "its session has ended");
      return;
    }
    if (session != null && client != null && !session.attachedTo(client)) {
      drop(client, "its session has moved to another connection");
      return;
    }
    OpCode op = request.request().op();
    if (op == OpCode.DELETE_CONTAINER && client != null) {
      // The server's own business: refused like a read, so that nobody removes what no ACL lets
      // them.
      commits.inOrder(request);
      return;
    }
    if (op.kind() == OpCode.Kind.SYNC && request.request() instanceof Request.Malformed) {
      commits.inOrder(request);
      return;
    }
    switch (op.kind()) {
      case WRITE -> write(request);
      case SYNC -> consensus.sync(commits.await(new InFlight.Sync(request)));
      case SESSION -> {
        if (op == OpCode.CLOSE_SESSION) {
          write(request);
        } else {
          commits.inOrder(request);
        }
      }
      case READ, CONNECTION, MARKER -> commits.inOrder(request);
    }
  }

  private void write(ClientRequest request) {
    if (role == Role.PRIMARY) {
      prep.write(request);
    } else {
      forward.write(request);
    }
  }

  /** On the primary: a write that another server sent. */
  void forwarded(ClientRequest request) {
    if (role == Role.PRIMARY) {
      prep.write(request);
    }
  }

  private static void drop(@Nullable Client client, String reason) {
    if (client != null) {
      client.drop(reason);
    }
  }

  private void open(Opening opening) {
    Client client = opening.client();
    if (role == Role.NONE) {
      client.drop("the server has lost its role");
      return;
    }
    ConnectRequest request = opening.request();
    if (request.sessionId() == 0) {
      if (role == Role.PRIMARY) {
        prep.open(opening);
      } else {
        forward.open(opening);
      }
      return;
    }
    if (role == Role.PRIMARY) {
      attachments.attach(opening);
    } else {
      attachments.ask(opening);
    }
  }

  /** On a replica: the primary says whether a session may be attached. */
  void revalidated(long sessionId, boolean valid) {
    attachments.answered(sessionId, valid);
  }
}
