package io.vivarium.client;

import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request, and who waits for the answer. */
final class Call<T extends @Nullable Object> {
  /** Makes the result of an answer without an error. */
  @FunctionalInterface
  interface Reader<T extends @Nullable Object> {
    T read(Reply reply);
  }

  /** Has the answer have an effect on what is watched, on the session's event loop. */
  @FunctionalInterface
  interface Effect {
    /** Nothing is watched because of this request. */
    Effect NONE = (watches, error, reply) -> {};

    void answered(Watches watches, int error, Reply reply);
  }

  private final Request request;
  private final @Nullable String path;
  private final Reader<T> reader;
  private final Effect effect;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private int xid;
  private long queuedNanos;

  /** A request about a path, as the application names it; null when it is about none. */
  Call(Request request, @Nullable String path, Reader<T> reader, Effect effect) {
    this.request = request;
    this.path = path;
    this.reader = reader;
    this.effect = effect;
  }

  Request request() {
    return request;
  }

  @Nullable String path() {
    return path;
  }

  /** On the session's event loop, before anybody is told. */
  void answered(Watches watches, int error, Reply reply) {
    effect.answered(watches, error, reply);
  }

  CompletableFuture<T> result() {
    return result;
  }

  int xid() {
    return xid;
  }

  void sentAs(int number) {
    xid = number;
  }

  long queuedNanos() {
    return queuedNanos;
  }

  void queuedAt(long nanos) {
    queuedNanos = nanos;
  }

  /** Hands the answer over. Only on the thread for callbacks. */
  @SuppressWarnings("NullAway") // a future of Void is completed with null
  void complete(Reply reply) {
    try {
      result.complete(reader.read(reply));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }
}
