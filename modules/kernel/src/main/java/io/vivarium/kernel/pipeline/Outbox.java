package io.vivarium.kernel.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A queue from one thread (the pipeline's) to one thread (the connection's I/O thread), linked through its entries, without locks.
 * What was put in before a write became visible in the tree is seen by every reader of that write: {@link #peek} reads with
 * acquire what {@link #put} wrote with release.
 */
public final class Outbox {
  private static final VarHandle NEXT;

  static {
    try {
      NEXT = MethodHandles.lookup().findVarHandle(Outgoing.class, "next", Outgoing.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Last entry put in; producer only. */
  private Outgoing tail = new Outgoing.Welcome(null, 0);

  /** Last entry taken out; consumer only. */
  private Outgoing head = tail;

  /** Puts an entry in. Producer. */
  public void put(Outgoing entry) {
    NEXT.setRelease(tail, entry);
    tail = entry;
  }

  /** The oldest entry, or null when the queue is empty. Consumer. */
  public @Nullable Outgoing peek() {
    return (Outgoing) NEXT.getAcquire(head);
  }

  /** Takes out the entry that {@link #peek} returned. Consumer. */
  public void take() {
    Outgoing next = peek();
    if (next == null) {
      throw new IllegalStateException("take from an empty outbox");
    }
    head = next;
  }
}
