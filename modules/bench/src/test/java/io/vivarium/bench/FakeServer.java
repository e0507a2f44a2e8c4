package io.vivarium.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that agrees with everything and remembers nothing, in this process or in one of its own: enough for a load generator to
 * be tested against.
 */
public final class FakeServer implements AutoCloseable {
  private static final int SRVR = 0x73727672;
  private static final int CREATE = 1;
  private static final int EPHEMERAL_SEQUENTIAL = 3;
  private static final int CLOSE = -11;

  private final ServerSocket listener;
  private final String mode;
  private final AtomicLong sessions = new AtomicLong(1);
  private final AtomicLong zxid = new AtomicLong();

  /** Requests so far by op code. */
  public final Map<Integer, AtomicInteger> requests = new ConcurrentHashMap<>();

  /** Answers this error to every request that is no create; 0 for none. */
  public volatile int error;

  /** Answers this error to every create; 0 for none. */
  public volatile int createError;

  /** Closes a connection instead of answering this operation; 0 for none. */
  public volatile int hangUpOn;

  /** Serves on a port; 0 for any. */
  public FakeServer(int port, String mode) throws IOException {
    this.listener = new ServerSocket(port, 500, InetAddress.getLoopbackAddress());
    this.mode = mode;
    Thread accepting = new Thread(this::accept);
    accepting.setDaemon(true);
    accepting.start();
  }

  /** A process of its own: serves as the configuration file in the first argument says. */
  public static void main(String[] args) throws Exception {
    Path config = Path.of(args[0]);
    Properties settings = new Properties();
    try (var reader = Files.newBufferedReader(config)) {
      settings.load(reader);
    }
    Path id = Path.of(settings.getProperty("dataDir"), "myid");
    boolean leads = !Files.exists(id) || Files.readString(id).equals("1");
    int port = Integer.parseInt(settings.getProperty("clientPort"));
    try (FakeServer server = new FakeServer(port, leads ? "leader" : "follower")) {
      server.listener.getLocalPort();
      Thread.currentThread().join();
    }
  }

  /** Where it serves. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** How often an operation was asked for. */
  public int count(int op) {
    AtomicInteger count = requests.get(op);
    return count == null ? 0 : count.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread serving = new Thread(() -> serve(socket));
        serving.setDaemon(true);
        serving.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      int first = in.readInt();
      if (first == SRVR) {
        out.write(("Mode: " + mode + "\n").getBytes(StandardCharsets.US_ASCII));
        return;
      }
      welcome(in.readNBytes(first), out);
      while (answer(in.readNBytes(in.readInt()), out)) {
        // One after the other.
      }
    } catch (EOFException e) {
      // The client has gone.
    } catch (IOException e) {
      // So has this one.
    }
  }

  private void welcome(byte[] request, DataOutputStream out) throws IOException {
    DataInputStream asked = new DataInputStream(new java.io.ByteArrayInputStream(request));
    asked.readInt();
    asked.readLong();
    int timeout = asked.readInt();
    long id = asked.readLong();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeInt(0);
    body.writeInt(timeout);
    body.writeLong(id == 0 ? sessions.getAndIncrement() : id);
    body.writeInt(16);
    body.write(new byte[16]);
    send(bytes, out);
  }

  private boolean answer(byte[] request, DataOutputStream out) throws IOException {
    DataInputStream asked = new DataInputStream(new java.io.ByteArrayInputStream(request));
    int xid = asked.readInt();
    int op = asked.readInt();
    requests.computeIfAbsent(op, _ -> new AtomicInteger()).incrementAndGet();
    if (op == hangUpOn) {
      return false;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeInt(xid);
    body.writeLong(zxid.incrementAndGet());
    body.writeInt(op == CREATE ? createError : error);
    if (op == CREATE && createError == 0) {
      byte[] path = asked.readNBytes(asked.readInt());
      boolean numbered = request[request.length - 1] == EPHEMERAL_SEQUENTIAL;
      byte[] given =
          numbered
              ? (new String(path, StandardCharsets.UTF_8) + "0000000001")
                  .getBytes(StandardCharsets.UTF_8)
              : path;
      body.writeInt(given.length);
      body.write(given);
    }
    send(bytes, out);
    return op != CLOSE;
  }

  private static void send(ByteArrayOutputStream frame, DataOutputStream out) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    new DataOutputStream(whole).writeInt(frame.size());
    frame.writeTo(whole);
    out.write(whole.toByteArray());
  }

  /** Lets nobody in any more; connections that stand go on. */
  public void refuse() throws IOException {
    listener.close();
  }

  @Override
  public void close() throws IOException {
    refuse();
  }
}
