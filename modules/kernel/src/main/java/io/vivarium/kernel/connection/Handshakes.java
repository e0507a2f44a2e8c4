package io.vivarium.kernel.connection;

import io.vivarium.kernel.admin.ClientControl;
import io.vivarium.kernel.pipeline.Pipeline;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.Zxid;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides about handshakes before the pipeline sees them. Any thread. */
final class Handshakes {
  private final Supplier<Pipeline.Service> service;
  private final LongSupplier lastZxid;
  private final Supplier<ClientControl.Limits> allowed;
  private final IntSupplier sessions;
  private final int mostSessions;

  /**
   * Decisions of one server.
   *
   * @param service whom it serves now
   * @param allowed what clients are allowed now
   * @param lastZxid the last txn applied, or the beginning of the epoch if that is later
   * @param sessions that this server knows now
   * @param mostSessions with so many nobody gets another; 0 for any number
   */
  Handshakes(
      Supplier<Pipeline.Service> service,
      LongSupplier lastZxid,
      Supplier<ClientControl.Limits> allowed,
      IntSupplier sessions,
      int mostSessions) {
    this.service = service;
    this.lastZxid = lastZxid;
    this.allowed = allowed;
    this.sessions = sessions;
    this.mostSessions = mostSessions;
  }

  /** Why the connection is closed without an answer, so that the client tries another server; null when it is not. */
  @Nullable String refusal(ConnectRequest request) {
    switch (service.get()) {
      case NOBODY -> {
        return "this server is not serving";
      }
      case READERS -> {
        if (!request.readOnly()) {
          return "this server has no quorum and serves read-only clients, which it is not";
        }
      }
      case EVERYBODY -> {}
    }
    long last = lastZxid.getAsLong();
    if (request.lastZxidSeen() > last) {
      return "it has seen zxid "
          + Zxid.text(request.lastZxidSeen())
          + ", this server is at "
          + Zxid.text(last)
          + "; it must try another server";
    }
    if (request.sessionId() == 0 && mostSessions > 0) {
      int now = sessions.getAsInt();
      if (now >= mostSessions) {
        return "there are %d sessions, the limit is %d (maxSessions)".formatted(now, mostSessions);
      }
    }
    return null;
  }

  /** The timeout granted to a client that asks for so many ms. */
  int timeout(int wantedMs) {
    ClientControl.Limits now = allowed.get();
    return Math.clamp(wantedMs, now.leastTimeoutMs(), now.greatestTimeoutMs());
  }
}
