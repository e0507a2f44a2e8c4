package io.vivarium.transport.tcp;

import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the transport seam costs: an echo server through the SPI and one on bare Netty, in turn, under the same load; and what an
 * idle connection costs. Not a test; the README has the command.
 */
public final class EchoBenchmark {
  private static final int BODY = 44;
  private static final int ROUNDS = 6;
  private static final long ROUND_NANOS = 3_000_000_000L;

  private EchoBenchmark() {}

  /**
   * Runs.
   *
   * @param arguments {@code echo [connections window]} or {@code idle [connections]}
   */
  public static void main(String[] arguments) throws Exception {
    String what = arguments.length == 0 ? "echo" : arguments[0];
    switch (what) {
      case "echo" -> echo(number(arguments, 1, 16), number(arguments, 2, 16));
      case "idle" -> idle(number(arguments, 1, 5_000));
      case "hold" -> hold(number(arguments, 1, 0), number(arguments, 2, 0));
      default -> throw new IllegalArgumentException("echo or idle, not " + what);
    }
  }

  private static int number(String[] arguments, int at, int otherwise) {
    return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
  }

  // ---- echo

  private static void echo(int connections, int window) throws Exception {
    IoMechanism mechanism = IoMechanism.named("auto");
    System.out.printf(
        "echo of %d-byte frames over %s, one I/O thread, %d connections with %d frames in flight each%n",
        BODY + 4, mechanism.name(), connections, window);
    double[] seam = new double[ROUNDS];
    double[] bare = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      try (Served served = new Served()) {
        seam[round] = measure("through the SPI", served.port(), connections, window);
      }
      try (BareNettyEcho served = new BareNettyEcho(mechanism)) {
        bare[round] = measure("bare Netty", served.port(), connections, window);
      }
    }
    System.out.printf(
        "median CPU of the I/O thread per frame: %.0f ns through the SPI, %.0f ns on bare Netty, ratio %.3f%n",
        median(seam), median(bare), median(seam) / median(bare));
  }

  /** CPU of the I/O thread in ns per frame, under load for a while; prints it with the throughput. */
  private static double measure(String name, int port, int connections, int window)
      throws Exception {
    AtomicLong frames = new AtomicLong();
    List<Thread> clients = new ArrayList<>();
    long end = System.nanoTime() + ROUND_NANOS;
    // Two client threads: with one per connection their switching would hide the server.
    int threads = 2;
    for (int t = 0; t < threads; t++) {
      int mine = connections / threads;
      clients.add(Thread.ofPlatform().start(() -> load(port, mine, window, end, frames)));
    }
    Thread.sleep(ROUND_NANOS / 3_000_000);
    long cpuBefore = ioThreadCpu();
    long framesBefore = frames.get();
    long timeBefore = System.nanoTime();
    Thread.sleep(ROUND_NANOS / 2_000_000);
    long cpu = ioThreadCpu() - cpuBefore;
    long done = frames.get() - framesBefore;
    long time = System.nanoTime() - timeBefore;
    for (Thread client : clients) {
      client.join();
    }
    double perFrame = (double) cpu / done;
    System.out.printf(
        "  %-16s %,12.0f frames/s  %6.0f ns CPU per frame%n", name, done * 1e9 / time, perFrame);
    return perFrame;
  }

  private static void load(int port, int connections, int window, long end, AtomicLong frames) {
    ByteBuffer batch = ByteBuffer.allocateDirect(window * (BODY + 4));
    for (int i = 0; i < window; i++) {
      batch.putInt(BODY).position(batch.position() + BODY);
    }
    ByteBuffer answer = ByteBuffer.allocateDirect(batch.capacity());
    List<SocketChannel> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        SocketChannel socket =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        sockets.add(socket);
        socket.write(batch.rewind());
      }
      while (System.nanoTime() < end) {
        for (SocketChannel socket : sockets) {
          answer.clear();
          while (answer.hasRemaining()) {
            socket.read(answer);
          }
          socket.write(batch.rewind());
        }
        frames.addAndGet((long) connections * window);
      }
      for (SocketChannel socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long ioThreadCpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long most = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("plugin-")
          || thread.getName().startsWith("multiThreadIoEventLoopGroup")) {
        most = Math.max(most, threads.getThreadCpuTime(thread.threadId()));
      }
    }
    return most;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
  }

  // ---- idle connections

  private static void idle(int connections) throws Exception {
    try (Served served = new Served()) {
      long before = liveHeap();
      Process holder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  EchoBenchmark.class.getName(),
                  "hold",
                  String.valueOf(served.port()),
                  String.valueOf(connections))
              .inheritIO()
              .redirectOutput(ProcessBuilder.Redirect.PIPE)
              .start();
      holder.getInputStream().read(); // each has sent a frame and had its echo
      long after = liveHeap();
      System.out.printf(
          "%d idle connections: %d bytes of live heap each%n",
          connections, (after - before) / connections);
      holder.destroy();
      holder.waitFor();
    }
  }

  private static void hold(int port, int connections) throws Exception {
    SocketChannel[] held = new SocketChannel[connections];
    ByteBuffer one = ByteBuffer.allocate(8).putInt(4).putInt(7);
    for (int i = 0; i < connections; i++) {
      SocketChannel socket =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.write(one.rewind());
      ByteBuffer answer = ByteBuffer.allocate(8);
      while (answer.hasRemaining()) {
        socket.read(answer);
      }
      held[i] = socket;
    }
    System.out.print('x');
    System.out.flush();
    Thread.sleep(600_000);
    for (SocketChannel socket : held) {
      socket.close();
    }
  }

  private static long liveHeap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(200);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The echo server through the SPI. */
  private static final class Served implements AutoCloseable {
    private final Transport transport;
    private final Listener listener;

    Served() throws Exception {
      transport =
          new TcpTransportProvider()
              .create(new TckContext(Map.of(TcpSettings.THREADS.name(), "1")));
      transport.start();
      listener = transport.listen(Endpoint.client("127.0.0.1", 0), Echo::new);
    }

    int port() {
      return ((InetSocketAddress) listener.address()).getPort();
    }

    @Override
    public void close() {
      transport.close();
    }
  }

  private record Echo(Connection connection) implements ConnectionHandler {
    @Override
    public int frameLength(ByteBuffer received) {
      return received.remaining() < 4 ? 0 : received.getInt(received.position()) + 4;
    }

    @Override
    public void onFrame(ByteBuffer frame) {
      connection.write(frame);
    }

    @Override
    public void onReadDone() {
      connection.flush();
    }

    @Override
    public void onWritable(boolean writable) {}

    @Override
    public void onClosed(Throwable cause) {}
  }
}
