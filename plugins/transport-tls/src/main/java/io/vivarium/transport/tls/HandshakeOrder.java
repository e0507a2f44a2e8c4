package io.vivarium.transport.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before Netty's encryption and keeps the end of what the peer sends behind the rest. While a task of the handshake is computed
 * elsewhere, encryption keeps what has arrived, and throws it away when it hears of the end: a peer that greets, asks and closes its
 * sending side at once would get no answer.
 *
 * <p>It is also what the tasks of encryption run on, which is on the threads for handshakes as long as there is one. After that only a
 * peer that asks for another handshake would bring some, past every limit on those, and is refused.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nothing is asked of a release that comes too late
final class HandshakeOrder extends ChannelInboundHandlerAdapter implements Executor {
  /** How long a handshake may still be computed after the peer has closed its sending side. */
  private static final int REST_MILLIS = 1_000;

  private final Executor threads;
  private final Turns turns;

  // The I/O thread's own.
  private boolean done;
  private boolean gone;
  private @Nullable Waiting last;
  private @Nullable ChannelHandlerContext held;

  /** Told whose turn it is to do something for a handshake. */
  interface Turns {
    /** Nobody needs to know. */
    Turns UNCOUNTED =
        new Turns() {
          @Override
          public void ours() {}

          @Override
          public void theirs() {}
        };

    /** Something is to be computed. I/O thread. */
    void ours();

    /** It was computed. Any thread, and perhaps after the next is to be computed. */
    void theirs();
  }

  HandshakeOrder(Executor threads, Turns turns) {
    this.threads = threads;
    this.turns = turns;
  }

  /** A task on its way to a thread. When its connection is gone before, nothing is computed and the engine behind it is let go of. */
  private static final class Waiting implements Runnable {
    private final Turns turns;
    private volatile @Nullable Runnable task;

    Waiting(Turns turns, Runnable task) {
      this.turns = turns;
      this.task = task;
    }

    void drop() {
      task = null;
    }

    @Override
    public void run() {
      Runnable wanted = task;
      try {
        if (wanted != null) {
          wanted.run();
        }
      } finally {
        turns.theirs();
      }
    }
  }

  @Override
  public void execute(Runnable task) {
    if (done) {
      throw new RejectedExecutionException(
          "another handshake was asked for on a connection that has had one");
    }
    if (!gone) {
      turns.ours();
      Waiting queued = new Waiting(turns, task);
      last = queued;
      threads.execute(queued);
    }
  }

  /** Whoever greets and resets, over and over, leaves no work behind. */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gone = true;
    if (last != null) {
      last.drop();
    }
    context.fireChannelInactive();
  }

  /** The handshake is over. */
  void done() {
    done = true;
    ChannelHandlerContext waiting = held;
    if (waiting != null) {
      waiting.executor().execute(this::release);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event != ChannelInputShutdownEvent.INSTANCE) {
      context.fireUserEventTriggered(event);
      return;
    }
    held = context;
    if (done) {
      // Encryption goes on after a task in the same way, and is first in the queue.
      context.executor().execute(this::release);
    } else {
      context.executor().schedule(this::release, REST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void release() {
    ChannelHandlerContext waiting = held;
    if (waiting != null) {
      held = null;
      waiting.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
  }
}
