package io.vivarium.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The conversations between ZooKeeper 3.9.5 and its clients that were captured byte by byte. */
final class GoldenWire {
  static final int FIELD_LIMIT =
      ClientFrames.fieldLimit(ClientFrames.DEFAULT_MAX_BUFFER, ClientFrames.DEFAULT_MAX_BUFFER);

  /**
   * A captured frame.
   *
   * @param fields as an independent decoder read them
   * @param bytes with the length in front
   */
  record Frame(String place, boolean fromClient, Map<String, Object> fields, byte[] bytes) {
    String kind() {
      return (String) fields.get("frame");
    }

    ByteBuffer body() {
      return ByteBuffer.wrap(bytes, ClientFrames.LENGTH_BYTES, bytes.length - 4).slice();
    }

    @Override
    public String toString() {
      return place;
    }
  }

  private GoldenWire() {}

  static List<String> conversations() {
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Frame> frames() {
    return conversations().stream().flatMap(name -> frames(name).stream()).toList();
  }

  static List<Frame> frames(String conversation) {
    try {
      Path file = directory().resolve(conversation + ".json");
      Map<String, Object> root = Json.object(Json.parse(Files.readString(file)));
      List<Frame> frames = new ArrayList<>();
      for (Object connection : Json.array(root.get("connections"))) {
        addFrames(Json.object(connection), frames);
      }
      return frames;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addFrames(Map<String, Object> connection, List<Frame> frames)
      throws IOException {
    byte[] fromClient = Files.readAllBytes(directory().resolve((String) connection.get("c2s")));
    byte[] fromServer = Files.readAllBytes(directory().resolve((String) connection.get("s2c")));
    for (Object entry : Json.array(connection.get("frames"))) {
      Map<String, Object> fields = Json.object(entry);
      boolean client = fields.get("dir").equals("c2s");
      int offset = Math.toIntExact((Long) fields.get("offset"));
      int length = Math.toIntExact((Long) fields.get("length"));
      String place = connection.get(client ? "c2s" : "s2c") + "@" + offset;
      byte[] bytes = Arrays.copyOfRange(client ? fromClient : fromServer, offset, offset + length);
      frames.add(new Frame(place, client, fields, bytes));
    }
  }

  private static Path directory() {
    try {
      return Path.of(GoldenWire.class.getResource("/golden/client-wire").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
