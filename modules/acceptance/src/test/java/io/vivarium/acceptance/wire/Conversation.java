package io.vivarium.acceptance.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A recorded conversation: one or more connections of a client with ZooKeeper.
 *
 * @param name its file name, beginning with a number of two digits
 * @param connections in the order in which they were opened
 */
record Conversation(String name, List<Recording> connections) {
  private static final String DIRECTORY = "/client-wire/";
  private static final ObjectMapper JSON = new ObjectMapper();

  int number() {
    return Integer.parseInt(name.substring(0, 2));
  }

  /** Four-letter words have no frames: text in, text out. */
  boolean isFourLetterWord() {
    return name.contains("-4lw-");
  }

  static Conversation load(String name) throws IOException {
    JsonNode json = JSON.readTree(resource(name + ".json"));
    List<Recording> connections = new ArrayList<>();
    for (JsonNode connection : json.get("connections")) {
      connections.add(recording(connection));
    }
    return new Conversation(name, connections);
  }

  /** The bytes of a connection that carries no frames. */
  static byte[] raw(String file) throws IOException {
    return resource(file);
  }

  private static byte[] resource(String file) throws IOException {
    try (InputStream in = Conversation.class.getResourceAsStream(DIRECTORY + file)) {
      if (in == null) {
        throw new IOException("no recording " + DIRECTORY + file);
      }
      return in.readAllBytes();
    }
  }

  private static Recording recording(JsonNode connection) throws IOException {
    byte[] fromClient = resource(connection.get("c2s").asText());
    byte[] fromServer = resource(connection.get("s2c").asText());
    List<Frame> frames = new ArrayList<>();
    for (JsonNode frame : connection.path("frames")) {
      frames.add(frame(frame, fromClient, fromServer));
    }
    int trailing = connection.path("c2sTrailingBytes").asInt(0);
    boolean closedByServer = connection.get("endedBy").get(0).asText().startsWith("server closed");
    return new Recording(
        positioned(frames),
        Arrays.copyOfRange(fromClient, fromClient.length - trailing, fromClient.length),
        closedByServer);
  }

  private static Frame frame(JsonNode json, byte[] fromClient, byte[] fromServer) {
    boolean client = json.get("dir").asText().equals("c2s");
    int offset = json.get("offset").asInt();
    byte[] stream = client ? fromClient : fromServer;
    byte[] bytes = Arrays.copyOfRange(stream, offset, offset + json.get("length").asInt());
    Frame.Kind kind = kind(json.get("frame").asText());
    long position =
        switch (kind) {
          case REPLY, NOTIFICATION -> Math.max(0, ByteBuffer.wrap(bytes).getLong(8));
          case REQUEST, CONNECT_REQUEST, CONNECT_RESPONSE -> 0;
        };
    return new Frame(client, kind, json.path("op").asText(""), bytes, position);
  }

  private static Frame.Kind kind(String name) {
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return Frame.Kind.valueOf(words.toUpperCase(Locale.ROOT));
  }

  /** A request stands where its reply stands; a frame that says nothing stands where the one before it does. */
  private static List<Frame> positioned(List<Frame> frames) {
    List<Frame> replies = frames.stream().filter(Frame::isReply).toList();
    List<Frame> positioned = new ArrayList<>();
    int requests = 0;
    long last = 0;
    for (Frame frame : frames) {
      long own = frame.position();
      if (frame.isRequest() && requests < replies.size()) {
        own = replies.get(requests++).position();
      }
      last = Math.max(last, own);
      positioned.add(frame.at(last));
    }
    return positioned;
  }
}
