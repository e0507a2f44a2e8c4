package io.vivarium.kernel.connection;

import io.vivarium.model.ConnectRequest;
import io.vivarium.model.Zxid;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Decides about handshakes before the pipeline sees them. Any thread. */
public final class Handshakes {
  private final BooleanSupplier serving;
  private final LongSupplier lastZxid;
  private final ConnectionLimits limits;

  /**
   * Decisions of one server.
   *
   * @param serving whether clients are served now
   * @param lastZxid the last txn applied
   */
  public Handshakes(BooleanSupplier serving, LongSupplier lastZxid, ConnectionLimits limits) {
    this.serving = serving;
    this.lastZxid = lastZxid;
    this.limits = limits;
  }

  /** Why the connection is closed without an answer, so that the client tries another server; null when it is not. */
  @Nullable String refusal(ConnectRequest request) {
    if (!serving.getAsBoolean()) {
      return "this server is not serving";
    }
    long last = lastZxid.getAsLong();
    if (request.lastZxidSeen() > last) {
      return "it has seen zxid "
          + Zxid.text(request.lastZxidSeen())
          + ", this server is at "
          + Zxid.text(last)
          + "; it must try another server";
    }
    return null;
  }

  /** The timeout granted to a client that asks for so many ms. */
  int timeout(int wantedMs) {
    return Math.clamp(wantedMs, limits.minTimeoutMs(), limits.maxTimeoutMs());
  }
}
