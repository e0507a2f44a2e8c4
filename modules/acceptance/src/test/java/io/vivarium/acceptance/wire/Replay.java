package io.vivarium.acceptance.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Holds one recorded conversation again and notes every difference. */
final class Replay {
  /** Its two connections took turns; all other conversations use one connection after the other. */
  private static final int INTERLEAVED = 54;

  /** The events of one closeSession for several ephemeral nodes come in the order of a hash table. */
  private static final int UNORDERED_EVENTS = 22;

  /** Nodes are reaped at a moment of the server's choosing, which moves the "last zxid" that reads report. */
  private static final Set<Integer> REAPING = Set.of(7, 53);

  private final Conversation conversation;
  private final int port;
  private final Correspondence correspondence;
  private final Bystanders bystanders;
  private final RequestRewriter rewriter;
  private final SaslTokens saslTokens = new SaslTokens();
  private final WireConnection[] connections;
  private final int[] next;
  private final List<String> differences = new ArrayList<>();

  Replay(
      Conversation conversation, int port, Correspondence correspondence, Bystanders bystanders) {
    this.conversation = conversation;
    this.port = port;
    this.correspondence = correspondence;
    this.bystanders = bystanders;
    this.rewriter = new RequestRewriter(correspondence);
    this.connections = new WireConnection[conversation.connections().size()];
    this.next = new int[connections.length];
  }

  /** Runs to the end, or to the point where the connection is lost; returns what differed. */
  List<String> run() throws Exception {
    try {
      for (int k = chooseConnection(); k >= 0; k = chooseConnection()) {
        step(k);
      }
      checkEnds();
    } catch (EOFException | SocketException | SocketTimeoutException e) {
      differences.add("the conversation broke off: " + e);
    } finally {
      for (WireConnection connection : connections) {
        if (connection != null) {
          connection.close();
        }
      }
    }
    return differences;
  }

  private int chooseConnection() {
    int chosen = -1;
    for (int k = 0; k < connections.length; k++) {
      boolean unfinished = next[k] < frames(k).size();
      if (unfinished && (chosen < 0 || goesFirst(k, chosen))) {
        chosen = k;
      }
    }
    return chosen;
  }

  private boolean goesFirst(int candidate, int chosen) {
    return conversation.number() == INTERLEAVED
        && frames(candidate).get(next[candidate]).position()
            < frames(chosen).get(next[chosen]).position();
  }

  private List<Frame> frames(int k) {
    return conversation.connections().get(k).frames();
  }

  private void step(int k) throws Exception {
    Frame frame = frames(k).get(next[k]);
    bystanders.catchUp(conversation.number(), k, frame.position());
    if (connections[k] == null) {
      connections[k] = new WireConnection(port);
    }
    if (frame.fromClient()) {
      byte[] request = rewriter.rewrite(frame);
      connections[k].send(isSasl(frame) ? saslTokens.request(request) : request);
      next[k]++;
    } else {
      receive(k);
    }
    if (next[k] == frames(k).size()) {
      finish(k);
    }
  }

  private void receive(int k) throws IOException {
    List<Frame> expected = new ArrayList<>();
    List<Frame> received = new ArrayList<>();
    do {
      Frame frame = frames(k).get(next[k]++);
      expected.add(frame);
      received.add(new Frame(false, frame.kind(), frame.op(), connections[k].receive(), 0));
    } while (conversation.number() == UNORDERED_EVENTS && anotherNotification(k));
    if (expected.size() > 1) {
      Comparator<Frame> byText = Comparator.comparing(frame -> text(frame.bytes()));
      expected.sort(byText);
      received.sort(byText);
    }
    for (int i = 0; i < expected.size(); i++) {
      compare(k, expected.get(i), received.get(i).bytes());
    }
  }

  private static String text(byte[] notification) {
    return new String(notification, 20, notification.length - 20, StandardCharsets.ISO_8859_1);
  }

  private boolean anotherNotification(int k) {
    List<Frame> frames = frames(k);
    return frames.get(next[k] - 1).kind() == Frame.Kind.NOTIFICATION
        && frames.get(next[k]).kind() == Frame.Kind.NOTIFICATION;
  }

  private void compare(int k, Frame expected, byte[] received) {
    if (expected.kind() == Frame.Kind.CONNECT_RESPONSE) {
      learnSession(expected.bytes(), received);
    }
    int index = frames(k).indexOf(expected);
    OptionalInt ownError = Deviations.ownError(conversation.number(), k, index);
    if (ownError.isPresent()) {
      compareError(k, expected, ownError.getAsInt(), received);
      return;
    }
    byte[] here =
        isSasl(expected) ? saslTokens.reply(expected.bytes(), received) : expected.bytes();
    List<Field> recorded = ReplyReader.read(expected.kind(), expected.op(), here);
    List<Field> live = readLeniently(expected, received);
    boolean loose = REAPING.contains(conversation.number());
    for (String difference :
        correspondence.differences(ordered(k, index, recorded), ordered(k, index, live), loose)) {
      differences.add(describe(k, expected) + ": " + difference);
    }
  }

  private static boolean isSasl(Frame frame) {
    return frame.op().equals("sasl");
  }

  private List<Field> ordered(int k, int index, List<Field> fields) {
    return Deviations.ordered(conversation.number(), k, index, fields);
  }

  private void compareError(int k, Frame expected, int error, byte[] received) {
    int xid = ByteBuffer.wrap(received).getInt(4);
    int live = ByteBuffer.wrap(received).getInt(16);
    if (xid != ByteBuffer.wrap(expected.bytes()).getInt(4) || live != error) {
      differences.add(
          describe(k, expected) + ": our error is " + error + ", this server sends " + live);
    }
  }

  /** A frame of another layout than the recorded one is a difference, not a failure of the comparison. */
  private static List<Field> readLeniently(Frame expected, byte[] received) {
    try {
      return ReplyReader.read(expected.kind(), expected.op(), received);
    } catch (RuntimeException other) {
      String hex = HexFormat.of().formatHex(received);
      return List.of(new Field("a frame of another layout", Field.Meaning.EXACT, hex));
    }
  }

  private String describe(int k, Frame expected) {
    int index = frames(k).indexOf(expected);
    int xid = ByteBuffer.wrap(expected.bytes()).getInt(4);
    return "connection "
        + k
        + ", frame "
        + index
        + " ("
        + expected.kind()
        + " "
        + expected.op()
        + " xid "
        + xid
        + ")";
  }

  private void learnSession(byte[] recorded, byte[] received) {
    long recordedId = ByteBuffer.wrap(recorded).getLong(12);
    long liveId = ByteBuffer.wrap(received).getLong(12);
    if (recordedId != 0 && liveId != 0) {
      correspondence.passwords(recordedId, password(recorded), password(received));
    }
  }

  private static byte[] password(byte[] connectResponse) {
    ByteBuffer in = ByteBuffer.wrap(connectResponse);
    byte[] password = new byte[in.getInt(20)];
    in.get(24, password);
    return password;
  }

  private void finish(int k) throws IOException {
    Recording recording = conversation.connections().get(k);
    connections[k].send(recording.trailing());
    if (!recording.endsWithClose()) {
      connections[k].close();
    }
  }

  /** At the end, not at once: a later connection may be what makes the server close an earlier one. */
  private void checkEnds() throws IOException {
    for (int k = 0; k < connections.length; k++) {
      if (conversation.connections().get(k).endsWithClose() && !connections[k].endsNow()) {
        differences.add("connection " + k + ": ZooKeeper closes, this server sends more");
      }
    }
  }
}
