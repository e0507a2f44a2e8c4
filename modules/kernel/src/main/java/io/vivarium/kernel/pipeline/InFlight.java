package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write or a sync that waits for consensus, with the requests of the same session that came after it and must not overtake it.
 * They are answered right after it, before any later write takes effect (O1, O2).
 */
abstract sealed class InFlight {
  private @Nullable List<Runnable> parked;

  /** Whose it is; null for the server's own. */
  abstract @Nullable ClientRequest request();

  /** Holds something back until this one is answered. */
  final void park(Runnable later) {
    if (parked == null) {
      parked = new ArrayList<>(4);
    }
    parked.add(later);
  }

  /** What was held back, in order of arrival. */
  final List<Runnable> parked() {
    return parked == null ? List.of() : parked;
  }

  /** A txn that was prepared here. */
  static final class Write extends InFlight {
    private final @Nullable ClientRequest request;
    private final TxnHeader header;
    private final Txn txn;

    Write(@Nullable ClientRequest request, TxnHeader header, Txn txn) {
      this.request = request;
      this.header = header;
      this.txn = txn;
    }

    @Override
    @Nullable ClientRequest request() {
      return request;
    }

    TxnHeader header() {
      return header;
    }

    Txn txn() {
      return txn;
    }
  }

  /** A barrier. */
  static final class Sync extends InFlight {
    private final ClientRequest request;

    Sync(ClientRequest request) {
      this.request = request;
    }

    @Override
    ClientRequest request() {
      return request;
    }
  }

  /** A write that was sent to the primary, known again by session and xid. */
  static final class Forwarded extends InFlight {
    private final ClientRequest request;

    Forwarded(ClientRequest request) {
      this.request = request;
    }

    @Override
    ClientRequest request() {
      return request;
    }
  }
}
