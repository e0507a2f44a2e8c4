package io.vivarium.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that agrees with everything and remembers no more than which znodes there are and who watches them, in this process or
 * in one of its own: enough for a load generator to be tested against.
 */
public final class FakeServer implements AutoCloseable {
  private static final int SRVR = 0x73727672;
  private static final int CREATE = 1;
  private static final int EXISTS = 3;
  private static final int GET = 4;
  private static final int SET = 5;
  private static final int PING = 11;
  private static final int CLOSE = -11;
  private static final int EPHEMERAL_SEQUENTIAL = 3;
  private static final int NO_NODE = -101;
  private static final int NODE_EXISTS = -110;

  private final ServerSocket listener;
  private final Thread accepting;
  private final String mode;
  private final Set<String> znodes;
  private final boolean forgetful;
  private final AtomicLong sessions = new AtomicLong(1);
  private final AtomicLong zxid = new AtomicLong();
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private boolean suspended;

  /** Requests so far by op code. */
  public final Map<Integer, AtomicInteger> requests = new ConcurrentHashMap<>();

  /** Ids of the sessions that were welcomed, in order; one that comes again is there again. */
  public final List<Long> welcomed = new CopyOnWriteArrayList<>();

  /** Answers this error to every request that is no create; 0 for none. */
  public volatile int error;

  /** Answers this error to every create; 0 for none. */
  public volatile int createError;

  /** Whether a znode that is there cannot be created again. */
  public volatile boolean refuseExisting;

  /** Closes a connection instead of answering this operation; 0 for none. */
  public volatile int hangUpOn;

  /** So many connections more are let in and never answered. */
  public final AtomicInteger deaf = new AtomicInteger();

  /** The longest session timeout it grants, ms. */
  public volatile int longestTimeoutMs = Integer.MAX_VALUE;

  /** Serves on a port; 0 for any. */
  public FakeServer(int port, String mode) throws IOException {
    this(listen(port), mode, ConcurrentHashMap.newKeySet(), true);
  }

  /** Serves on a port znodes that others may serve too. */
  public FakeServer(int port, String mode, Set<String> znodes) throws IOException {
    this(listen(port), mode, znodes, false);
  }

  /** Serves on a socket; a forgetful one finds every znode that it is asked for. */
  public FakeServer(ServerSocket listener, String mode, Set<String> znodes, boolean forgetful) {
    this.listener = listener;
    this.mode = mode;
    this.znodes = znodes;
    this.forgetful = forgetful;
    this.accepting = new Thread(this::accept);
    accepting.setDaemon(true);
    accepting.start();
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 500, InetAddress.getLoopbackAddress());
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
      System.out.println("serving on port " + server.address().getPort());
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

  /** The znodes that have been created. */
  public Set<String> znodes() {
    return znodes;
  }

  /** Answers nothing until it is told otherwise. */
  public synchronized void suspend(boolean still) {
    suspended = still;
    notifyAll();
  }

  private synchronized void awaitResumed() throws IOException {
    try {
      while (suspended) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Connection connection = new Connection(listener.accept());
        connections.add(connection);
        Thread serving = new Thread(connection::serve);
        serving.setDaemon(true);
        serving.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Tells everybody who watches the znode, once. */
  private void fire(String path) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream event = new DataOutputStream(bytes);
    event.writeInt(-1);
    event.writeLong(-1);
    event.writeInt(0);
    event.writeInt(3);
    event.writeInt(3);
    event.writeInt(path.length());
    event.write(path.getBytes(StandardCharsets.US_ASCII));
    for (Connection connection : connections) {
      if (connection.watched.remove(path)) {
        connection.frame(bytes);
      }
    }
  }

  /** Lets nobody in any more; connections that stand go on. The port is free when this returns. */
  public void refuse() throws IOException {
    listener.close();
    try {
      // As long as a thread waits for a connection, the system keeps the port for it.
      accepting.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    refuse();
    for (Connection connection : connections) {
      connection.socket.close();
    }
  }

  /** A client. */
  private final class Connection {
    private final Socket socket;
    private final Set<String> watched = ConcurrentHashMap.newKeySet();

    Connection(Socket socket) {
      this.socket = socket;
    }

    void serve() {
      try (socket) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        if (deaf.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          in.transferTo(OutputStream.nullOutputStream());
          return;
        }
        int first = in.readInt();
        if (first == SRVR) {
          send(("Mode: " + mode + "\n").getBytes(StandardCharsets.US_ASCII));
          return;
        }
        welcome(in.readNBytes(first));
        while (answer(in.readNBytes(in.readInt()))) {
          // One after the other.
        }
      } catch (IOException | IllegalArgumentException e) {
        // The client has gone, or has sent the length of something shorter than nothing.
      } finally {
        connections.remove(this);
      }
    }

    private void welcome(byte[] request) throws IOException {
      awaitResumed();
      DataInputStream asked = new DataInputStream(new ByteArrayInputStream(request));
      asked.readInt();
      asked.readLong();
      int timeout = asked.readInt();
      long id = asked.readLong();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream body = new DataOutputStream(bytes);
      body.writeInt(0);
      body.writeInt(Math.min(timeout, longestTimeoutMs));
      long given = id == 0 ? sessions.getAndIncrement() : id;
      welcomed.add(given);
      body.writeLong(given);
      body.writeInt(16);
      body.write(new byte[16]);
      frame(bytes);
    }

    private boolean answer(byte[] request) throws IOException {
      awaitResumed();
      DataInputStream asked = new DataInputStream(new ByteArrayInputStream(request));
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
      switch (op) {
        case CREATE -> create(asked, request, body);
        case GET, EXISTS -> read(asked, body);
        case SET -> {
          body.writeInt(error);
          fire(text(asked));
        }
        case PING -> body.writeInt(0);
        default -> body.writeInt(error);
      }
      frame(bytes);
      return op != CLOSE;
    }

    private void create(DataInputStream asked, byte[] request, DataOutputStream body)
        throws IOException {
      boolean numbered = request[request.length - 1] == EPHEMERAL_SEQUENTIAL;
      String path = text(asked) + (numbered ? "0000000001" : "");
      int refusal = refuseExisting && znodes.contains(path) ? NODE_EXISTS : createError;
      body.writeInt(refusal);
      if (refusal != 0) {
        return;
      }
      znodes.add(path);
      byte[] given = path.getBytes(StandardCharsets.UTF_8);
      body.writeInt(given.length);
      body.write(given);
    }

    private void read(DataInputStream asked, DataOutputStream body) throws IOException {
      String path = text(asked);
      if (asked.readBoolean()) {
        watched.add(path);
      }
      body.writeInt(error == 0 && !forgetful && !znodes.contains(path) ? NO_NODE : error);
    }

    private static String text(DataInputStream in) throws IOException {
      return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private void frame(ByteArrayOutputStream bytes) throws IOException {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      new DataOutputStream(whole).writeInt(bytes.size());
      bytes.writeTo(whole);
      send(whole.toByteArray());
    }

    private synchronized void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }
  }
}
