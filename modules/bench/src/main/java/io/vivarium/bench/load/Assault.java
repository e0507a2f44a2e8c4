package io.vivarium.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Somebody who attacks one server at a pace, on an event loop of its own, until everything has been sent. */
final class Assault implements AutoCloseable {
  private static final long TICK_MICROS = 1000;
  private static final long PATIENCE_SECONDS = 5;

  /** Netty adds numbers; Linux shows no more than fifteen characters of a name. */
  private static final String THREAD = "attacker";

  private final Assailant assailant;
  private final InetSocketAddress server;
  private final long count;
  private final double perNano;
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory(THREAD), NioIoHandler.newFactory());
  private final EventLoop loop = (EventLoop) group.iterator().next();

  /** Those that stay, the oldest first. */
  private final Set<Channel> open = new LinkedHashSet<>();

  private long beganNanos;
  private int connecting;
  private int connected;

  /** What those that were opened send, or have sent. */
  private long launched;

  private volatile long sent;

  /**
   * An attack that has not begun.
   *
   * @param count what is sent, at least
   * @param seconds over which it is spread, when the server takes it as fast
   */
  Assault(Assailant assailant, InetSocketAddress server, long count, int seconds) {
    this.assailant = assailant;
    this.server = server;
    this.count = count;
    this.perNano = count / (seconds * 1e9);
  }

  /** Begins, with what processor time the server and its honest clients leave: it would be on another machine. */
  void begin() throws InterruptedException {
    loop.submit(() -> true).await(); // Its thread is there.
    LeastPriority.of(THREAD);
    beganNanos = System.nanoTime();
    var _ = loop.scheduleAtFixedRate(this::tick, TICK_MICROS, TICK_MICROS, TimeUnit.MICROSECONDS);
  }

  /** What was sent so far. Any thread. */
  long sent() {
    return sent;
  }

  /** Whether everything was sent. Any thread. */
  boolean complete() {
    return sent >= count;
  }

  private void tick() {
    double due = Math.min((double) count, (System.nanoTime() - beganNanos) * perNano);
    while ((double) launched < due && connecting < assailant.mostOpen()) {
      if (open.size() + connecting >= assailant.mostOpen()) {
        if (assailant.leaves() || open.isEmpty()) {
          return; // They go by themselves.
        }
        dropOldest();
      }
      connect();
    }
  }

  private void dropOldest() {
    Iterator<Channel> all = open.iterator();
    Channel oldest = all.next();
    all.remove();
    var _ = oldest.close();
  }

  private void connect() {
    int number = connected++;
    launched += assailant.each(number);
    connecting++;
    ChannelFuture connection =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            // Its ports are free again at once.
            .option(ChannelOption.SO_LINGER, 0)
            .handler(new Blow(number))
            .connect(server);
    connection.addListener(
        done -> {
          connecting--;
          if (!done.isSuccess()) {
            launched -= assailant.each(number); // To be tried again.
          }
        });
  }

  /** One connection: strikes, and waits for its end. */
  private final class Blow extends ChannelInboundHandlerAdapter {
    private final int number;

    Blow(int number) {
      this.number = number;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void channelActive(ChannelHandlerContext context) {
      open.add(context.channel());
      var _ = context.writeAndFlush(assailant.blow(context, number));
      sent += assailant.each(number);
      if (assailant.leaves()) {
        var _ = loop.schedule(() -> leave(context), PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }

    private static void leave(ChannelHandlerContext context) {
      var _ = context.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      open.remove(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      leave(context);
    }
  }

  private void closeAll() {
    for (Channel channel : List.copyOf(open)) {
      var _ = channel.close();
    }
  }

  /** Ends it and all its connections. */
  @Override
  public void close() {
    loop.submit(this::closeAll).syncUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
