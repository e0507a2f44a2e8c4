package io.vivarium.kernel.pipeline;

import io.vivarium.model.AuthId;
import io.vivarium.tree.watch.Watcher;
import io.vivarium.tree.watch.Watches;
import java.util.List;

/**
 * A connected client as the pipeline sees it. The pipeline's thread puts answers and events in; {@link #wake} tells the
 * connection's I/O thread once per batch.
 */
public interface Client extends Watcher {
  /** Queues something for the client, who is woken at the end of the batch. Pipeline's thread. */
  void put(Outgoing entry);

  /**
   * Whether the answer to a read may wait for the I/O thread; when not, it is not made. What is admitted counts until {@link
   * Outgoing.Answer#admitted} is taken. Pipeline's thread.
   *
   * @param bytes of memory that the answer takes, about
   */
  boolean admits(long bytes);

  /** Has the I/O thread send what was queued. Pipeline's thread; called once per batch by {@link WakeBatch}. */
  void wake();

  /** The identities proved so far; an immutable list. Any thread. */
  List<AuthId> authIds();

  /** Where it is connected from, without port. Any thread. */
  String address();

  /** Its session; 0 while it has none. Any thread. */
  long sessionId();

  /** What it watches. */
  Watches watches();

  /** Drops the connection without a word. Any thread. */
  void drop(String reason);

  /**
   * Notes that a wake-up is due; true when it was not noted yet. Kept here so that {@link WakeBatch} needs no set. Pipeline's thread.
   */
  boolean markTouched();

  /** Forgets the mark. Pipeline's thread. */
  void clearTouched();
}
