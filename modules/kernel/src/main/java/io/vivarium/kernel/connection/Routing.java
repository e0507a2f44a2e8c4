package io.vivarium.kernel.connection;

import io.vivarium.model.OpCode;
import io.vivarium.model.Request;

/** Which requests may be answered where. */
final class Routing {
  private Routing() {}

  /** Whether a request needs nothing but the local tree and tables, so that the I/O thread may answer it. */
  static boolean local(Request request) {
    OpCode op = request.op();
    return switch (op.kind()) {
      case READ -> true;
      case SESSION -> op == OpCode.PING;
      // Refused right away: removing containers is the server's own business.
      case WRITE -> op == OpCode.DELETE_CONTAINER;
      case SYNC -> request instanceof Request.Malformed;
      case CONNECTION -> false;
      case MARKER -> true;
    };
  }
}
