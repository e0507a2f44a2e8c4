package io.vivarium.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A wire over a channel that an application's {@link Connector} has opened. */
final class ChannelWire implements Wire {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelWire.class);
  private static final int READ = 16 << 10;

  private final EventLoop loop;
  private final Reader reader;
  private final ByteBufAllocator memory = ByteBufAllocator.DEFAULT;
  private @Nullable Future<?> alarm;
  private @Nullable AsynchronousByteChannel channel;
  private @Nullable ByteBuf collected;
  private boolean writing;

  /** Whether the channel is being asked for something right now: what it completes meanwhile has to wait, or the stack would grow. */
  private boolean asking;

  private boolean closing;
  private boolean over;

  private ChannelWire(EventLoop loop, Reader reader) {
    this.loop = loop;
    this.reader = reader;
  }

  /** Opens wires over what the connector gives. */
  static Opener opener(Connector connector) {
    return (loop, server, timeoutMs, reader) -> {
      ChannelWire wire = new ChannelWire(loop, reader);
      loop.execute(() -> wire.dial(connector, server, timeoutMs));
      return wire;
    };
  }

  private void dial(Connector connector, InetSocketAddress server, int timeoutMs) {
    if (over) {
      return;
    }
    alarm =
        loop.schedule(
            () -> end(new IOException(server + " was not reached within " + timeoutMs + " ms")),
            timeoutMs,
            TimeUnit.MILLISECONDS);
    try {
      var unused =
          connector
              .connect(server, loop)
              .whenComplete((opened, why) -> onLoop(() -> dialled(opened, why)));
    } catch (RuntimeException e) {
      end(e);
    }
  }

  private void dialled(@Nullable AsynchronousByteChannel opened, @Nullable Throwable why) {
    if (opened == null) {
      Throwable cause = why instanceof CompletionException ? why.getCause() : why;
      end(cause == null ? new IOException("the connector gave nothing") : cause);
    } else if (over) {
      close(opened);
    } else {
      cancelAlarm();
      channel = opened;
      reader.opened(this);
      read();
    }
  }

  private void read() {
    AsynchronousByteChannel standing = channel;
    if (over || standing == null) {
      return;
    }
    ByteBuf into = memory.buffer(READ, READ);
    Told told = new Told(count -> arrived(into, count), into);
    ask(into, () -> standing.read(into.nioBuffer(0, READ), null, told));
  }

  private void arrived(ByteBuf bytes, int count) {
    if (count < 0 || over || closing) {
      bytes.release();
      end(null);
      return;
    }
    reader.read(bytes.writerIndex(count));
    read();
  }

  @Override
  public void send(ByteBuffer bytes) {
    if (over || closing) {
      return;
    }
    if (collected == null) {
      collected = memory.buffer(bytes.remaining());
    }
    collected.writeBytes(bytes);
  }

  @Override
  public void flush() {
    ByteBuf next = collected;
    if (next != null && !writing && channel != null && !over) {
      collected = null;
      write(next);
    }
  }

  private void write(ByteBuf bytes) {
    AsynchronousByteChannel standing = channel;
    if (over || standing == null) {
      bytes.release();
      return;
    }
    writing = true;
    Told told = new Told(count -> left(bytes, count), bytes);
    ask(bytes, () -> standing.write(bytes.nioBuffer(), null, told));
  }

  private void left(ByteBuf bytes, int count) {
    bytes.skipBytes(count);
    if (bytes.isReadable()) {
      write(bytes);
      return;
    }
    bytes.release();
    writing = false;
    flush();
  }

  @Override
  public void close() {
    if (!closing) {
      flush();
      closing = true;
      loop.execute(() -> end(null)); // the reader is told later, as with a socket
    }
  }

  /** The one way out. */
  private void end(@Nullable Throwable why) {
    if (over) {
      return;
    }
    over = true;
    cancelAlarm();
    if (channel != null) {
      close(channel);
    }
    if (collected != null) {
      collected.release();
      collected = null;
    }
    reader.closed(why);
  }

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  private static void close(AsynchronousByteChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("A channel failed when it was closed", e);
    }
  }

  private void ask(ByteBuf buffer, Runnable question) {
    asking = true;
    try {
      question.run();
    } catch (RuntimeException e) {
      buffer.release();
      end(e);
    } finally {
      asking = false;
    }
  }

  private void onLoop(Runnable task) {
    if (loop.inEventLoop() && !asking) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  /** What the channel tells, brought to the event loop. */
  private final class Told implements CompletionHandler<Integer, @Nullable Object> {
    private final IntConsumer done;
    private final ByteBuf buffer;

    Told(IntConsumer done, ByteBuf buffer) {
      this.done = done;
      this.buffer = buffer;
    }

    @Override
    public void completed(Integer count, @Nullable Object unused) {
      bring(() -> done.accept(count));
    }

    @Override
    public void failed(Throwable why, @Nullable Object unused) {
      bring(
          () -> {
            buffer.release();
            end(why);
          });
    }

    private void bring(Runnable result) {
      try {
        onLoop(result);
      } catch (RejectedExecutionException e) {
        buffer.release(); // the client has ended, and this wire with it
      }
    }
  }
}
