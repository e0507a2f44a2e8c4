package io.vivarium.transport.inprocess;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.ReadPendingException;
import java.nio.channels.WritePendingException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The end of a connection that belongs to no transport. Any thread; handlers are called by the executor only. */
final class LinkChannel implements AsynchronousByteChannel {
  private final Link link;
  private final Executor executor;
  private final AtomicBoolean reading = new AtomicBoolean();
  private final AtomicBoolean writing = new AtomicBoolean();
  private volatile boolean open = true;

  LinkChannel(Link link, Executor executor) {
    this.link = link;
    this.executor = executor;
  }

  @Override
  public <A extends @Nullable Object> void read(
      ByteBuffer into, A attachment, CompletionHandler<Integer, ? super A> handler) {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("the buffer is read-only");
    }
    if (!reading.compareAndSet(false, true)) {
      throw new ReadPendingException();
    }
    begin(new Reading(into, new Told<>(attachment, handler)));
  }

  @Override
  public <A extends @Nullable Object> void write(
      ByteBuffer from, A attachment, CompletionHandler<Integer, ? super A> handler) {
    if (!writing.compareAndSet(false, true)) {
      throw new WritePendingException();
    }
    begin(new Writing(from, new Told<>(attachment, handler)));
  }

  @Override
  public Future<Integer> read(ByteBuffer into) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    read(into, result, new ToFuture());
    return result;
  }

  @Override
  public Future<Integer> write(ByteBuffer from) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    write(from, result, new ToFuture());
    return result;
  }

  /** Sends nothing more; what comes can still be read. */
  void shutdownOutput() {
    link.out().end();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    link.close(); // which wakes what is under way
  }

  private void begin(Operation operation) {
    if (open) {
      operation.run();
    } else {
      operation.fail(new ClosedChannelException());
    }
  }

  /** What is under way: tried at once, and again whenever the pipe has changed. */
  private abstract class Operation implements Runnable {
    private final AtomicBoolean pending;
    private final Told<?> told;

    Operation(AtomicBoolean pending, Told<?> told) {
      this.pending = pending;
      this.told = told;
    }

    /** Whether the caller's buffer leaves nothing to do. */
    abstract boolean idle();

    /** Moves what can be moved; 0 when that is nothing. */
    abstract int move() throws IOException;

    /** Runs this again when something can be moved. */
    abstract void await();

    @Override
    public final void run() {
      if (!open) {
        fail(new AsynchronousCloseException());
        return;
      }
      int count;
      try {
        count = idle() ? 0 : move();
      } catch (IOException e) {
        fail(e);
        return;
      }
      if (count == 0 && !idle()) {
        await();
      } else {
        tell(() -> told.completed(count));
      }
    }

    final void fail(IOException why) {
      tell(() -> told.failed(why));
    }

    private void tell(Runnable result) {
      pending.set(false); // before the handler, which may begin the next
      try {
        executor.execute(result);
      } catch (RejectedExecutionException e) {
        open = false;
        link.close(); // nobody is left who could use it
      }
    }
  }

  private final class Reading extends Operation {
    private final ByteBuffer into;

    Reading(ByteBuffer into, Told<?> told) {
      super(reading, told);
      this.into = into;
    }

    @Override
    boolean idle() {
      return !into.hasRemaining();
    }

    @Override
    int move() {
      return link.in().read(into);
    }

    @Override
    void await() {
      link.in().whenReadable(this);
    }
  }

  private final class Writing extends Operation {
    private final ByteBuffer from;

    Writing(ByteBuffer from, Told<?> told) {
      super(writing, told);
      this.from = from;
    }

    @Override
    boolean idle() {
      return !from.hasRemaining();
    }

    @Override
    int move() throws IOException {
      return link.out().write(from);
    }

    @Override
    void await() {
      link.out().whenWritable(this);
    }
  }

  /** A handler with what it is to be handed. */
  private record Told<A extends @Nullable Object>(
      A attachment, CompletionHandler<Integer, ? super A> handler) {
    void completed(int count) {
      handler.completed(count, attachment);
    }

    void failed(Throwable why) {
      handler.failed(why, attachment);
    }
  }

  private static final class ToFuture
      implements CompletionHandler<Integer, CompletableFuture<Integer>> {
    @Override
    public void completed(Integer count, CompletableFuture<Integer> future) {
      future.complete(count);
    }

    @Override
    public void failed(Throwable why, CompletableFuture<Integer> future) {
      future.completeExceptionally(why);
    }
  }
}
