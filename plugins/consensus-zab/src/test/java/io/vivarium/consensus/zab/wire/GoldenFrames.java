package io.vivarium.consensus.zab.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What servers of ZooKeeper 3.9.5 said to each other, captured byte by byte in fourteen scenarios, with what an independent decoder read in it. */
final class GoldenFrames {
  private static final String ARCHIVE = "/golden/quorum-wire.zip";

  private GoldenFrames() {}

  /**
   * One direction of one connection.
   *
   * @param place scenario, connection, direction
   * @param port which port: election, quorum, or omaster for that of a follower that serves observers
   * @param forward whether it is what the opener of the connection sent
   */
  record Direction(String place, String port, boolean forward, List<Frame> frames) {
    boolean election() {
      return port.startsWith("election");
    }

    /** Frames of the named kinds, in order. */
    Stream<Frame> of(String... names) {
      return frames.stream().filter(frame -> List.of(names).contains(frame.name()));
    }

    @Override
    public String toString() {
      return place;
    }
  }

  /**
   * A frame.
   *
   * @param name what it is
   * @param meaning what is in it, as text
   */
  record Frame(String place, String name, String meaning, byte[] bytes) {
    ByteBuffer buffer() {
      return ByteBuffer.wrap(bytes);
    }

    @Override
    public String toString() {
      return place + " " + name + " " + meaning;
    }
  }

  /** Both directions of a connection. */
  record Conversation(Direction opener, Direction listener) {
    @Override
    public String toString() {
      return opener.place();
    }
  }

  static List<Direction> directions() {
    Map<String, byte[]> files = files();
    Map<String, Direction> directions = new TreeMap<>();
    files.forEach(
        (name, bytes) -> {
          if (name.endsWith("frames.tsv")) {
            String scenario = name.substring(0, name.indexOf('/'));
            new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .forEach(line -> add(scenario, line.split("\t", -1), files, directions));
          }
        });
    return List.copyOf(directions.values());
  }

  static List<Conversation> quorumConversations() {
    List<Conversation> conversations = new ArrayList<>();
    Map<String, Direction> byPlace = new HashMap<>();
    directions().forEach(direction -> byPlace.put(direction.place(), direction));
    byPlace.forEach(
        (place, direction) -> {
          Direction answer = byPlace.get(place.replace(".fwd", ".rev"));
          if (direction.forward() && !direction.election() && answer != null) {
            conversations.add(new Conversation(direction, answer));
          }
        });
    return conversations;
  }

  private static void add(
      String scenario, String[] row, Map<String, byte[]> files, Map<String, Direction> directions) {
    String place = scenario + "/" + row[1] + "." + row[2];
    String port = row[1].split("-", -1)[1];
    byte[] file = files.get(place + ".bin");
    int offset = Integer.parseInt(row[3]);
    byte[] bytes = new byte[Integer.parseInt(row[4])];
    System.arraycopy(file, offset, bytes, 0, bytes.length);
    directions
        .computeIfAbsent(
            place, key -> new Direction(key, port, row[2].equals("fwd"), new ArrayList<>()))
        .frames()
        .add(new Frame(place + "@" + offset, row[5], row[6], bytes));
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    try (InputStream in = GoldenFrames.class.getResourceAsStream(ARCHIVE);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
