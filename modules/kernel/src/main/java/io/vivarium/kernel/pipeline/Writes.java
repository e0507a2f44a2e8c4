package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.pipeline.PipelineInput.Opening;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import java.util.List;

/**
 * Sends writes where the role of this server wants them, and keeps those of local sessions within what such a session may do.
 * Pipeline's thread.
 */
final class Writes {
  private final PrepStage prep;
  private final ForwardStage forward;
  private final CommitStage commits;
  private final LocalSessions locals;
  private final SessionRules rules;
  private Role role = Role.NONE;

  Writes(
      PrepStage prep,
      ForwardStage forward,
      CommitStage commits,
      LocalSessions locals,
      SessionRules rules) {
    this.prep = prep;
    this.forward = forward;
    this.commits = commits;
    this.locals = locals;
    this.rules = rules;
  }

  /** This server is the primary from now on; its txns follow {@code lastZxid}. */
  void lead(long lastZxid) {
    prep.reset(lastZxid);
    role = Role.PRIMARY;
  }

  /** This server is something else from now on. */
  void become(Role other) {
    role = other;
  }

  /** Begins a session. */
  void open(Opening opening) {
    if (role == Role.READER || rules.local()) {
      locals.open(opening, role == Role.READER);
    } else if (role == Role.PRIMARY) {
      prep.open(opening);
    } else {
      forward.open(opening);
    }
  }

  /** A write of a client here, or of the server itself. */
  void write(ClientRequest request) {
    Session session = request.session();
    boolean local = session != null && session.local();
    if (session != null && local && !session.upgrading()) {
      if (request.request() instanceof Request.CloseSession) {
        close(request, session);
        return;
      }
      if (role != Role.READER && createsEphemeral(request.request())) {
        if (!rules.upgrading()) {
          commits.inOrder(request, ErrorCode.EPHEMERAL_ON_LOCAL_SESSION, false);
          return;
        }
        upgrade(request, session);
      }
    }
    if (role == Role.READER) {
      commits.inOrder(request, ErrorCode.NOT_READ_ONLY, false);
    } else {
      send(request);
    }
  }

  private void send(ClientRequest request) {
    if (role == Role.PRIMARY) {
      prep.write(request, request.client());
    } else if (request.request() instanceof Request.Malformed) {
      commits.inOrder(request, ErrorCode.MARSHALLING_ERROR, false); // there is nothing to send
    } else {
      forward.write(request);
    }
  }

  /** On the primary: a write that another server sent, by its link. */
  void forwarded(ClientRequest request, long origin) {
    if (role == Role.PRIMARY) {
      prep.write(request, origin);
    }
  }

  /** Nobody else knows the session: it ends here, behind what it has in flight. */
  private void close(ClientRequest request, Session session) {
    commits.afterWrites(
        session,
        () -> {
          locals.remove(session.id());
          if (request.client() == null && session.owner() instanceof Client owner) {
            owner.drop("its session has ended"); // an operator ended it, who is not there
          }
        });
    commits.inOrder(request, ErrorCode.OK, true);
  }

  /** The same session by the same id, for everybody; right ahead of the request that needs it. */
  private void upgrade(ClientRequest request, Session session) {
    session.markUpgrading();
    ClientRequest create =
        new ClientRequest(
            null,
            session,
            session.id(),
            0,
            new Request.CreateSession(session.timeoutMs()),
            List.of(),
            request.receivedNanos());
    if (role == Role.PRIMARY) {
      prep.write(create, request.client());
    } else {
      forward.write(create);
    }
  }

  /** Whether the request makes a znode that ends with its session. */
  static boolean createsEphemeral(Request request) {
    return switch (request) {
      case Request.Create create -> {
        CreateMode mode = CreateMode.of(create.flags());
        yield mode != null && mode.ephemeral();
      }
      case Request.Multi multi -> multi.parts().stream().anyMatch(Writes::createsEphemeral);
      default -> false;
    };
  }
}
