package io.vivarium.simulator;

import io.vivarium.model.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's program that asks what it is told to ask, in order, each once. */
final class Script implements SimulatedClient.Program {
  private static final long MILLI = 1_000_000;
  private static final int WINDOW = 1_000;

  /** A request and what became of it. */
  static final class Asked {
    private final Request request;
    private Ledger.@Nullable Op op;
    private boolean lost;

    private Asked(Request request) {
      this.request = request;
    }

    /** The answer; null when there is none yet, or none will come. */
    Ledger.@Nullable Op op() {
      return op;
    }

    /** Whether the connection went before the answer came: nobody knows what became of it. */
    boolean lost() {
      return lost;
    }

    boolean over() {
      return op != null || lost;
    }
  }

  private final ArrayDeque<Asked> waiting = new ArrayDeque<>();
  private final List<Asked> sent = new ArrayList<>();

  /** Has something asked as soon as there is a connection. */
  Asked ask(Request request) {
    Asked asked = new Asked(request);
    waiting.add(asked);
    return asked;
  }

  @Override
  public @Nullable Request next() {
    Asked asked = waiting.poll();
    if (asked == null) {
      return null;
    }
    sent.add(asked);
    return asked.request;
  }

  @Override
  public int window() {
    return WINDOW;
  }

  @Override
  public long pauseNanos() {
    return MILLI;
  }

  @Override
  public void answered(Ledger.Op op) {
    Asked asked = sent.removeFirst();
    asked.op = op;
  }

  @Override
  public void disconnected() {
    sent.forEach(asked -> asked.lost = true);
    sent.clear();
  }

  @Override
  public void sessionEnded() {}
}
