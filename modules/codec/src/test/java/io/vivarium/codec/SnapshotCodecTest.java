package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.MalformedFrameException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotCodecTest {
  private static final int LIMIT = 4096;
  private static final SnapshotTrailer NO_TRAILER =
      new SnapshotTrailer(null, SnapshotTrailer.UNKNOWN_ZXID);
  private static final SnapshotTrailer TRAILER =
      new SnapshotTrailer(new SnapshotTrailer.Digest(9, 2, 77), 10);

  private static SnapshotCopy.Node node(String path, byte[] data) {
    return new SnapshotCopy.Node(
        path, data, -1, 1, 2, 3, 4, 5, 6, 7, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static SnapshotCopy sample() {
    SnapshotCopy copy = new SnapshotCopy();
    copy.session(0x100000000000001L, 30_000);
    copy.session(2, 4000);
    copy.acl(1, Acl.OPEN);
    copy.acl(7, List.of(new Acl(1, "ip", "::1"), new Acl(31, "digest", "a:b")));
    copy.nodes.add(node("", new byte[0]));
    copy.nodes.add(node("/a", null));
    copy.nodes.add(node("/", new byte[] {1}));
    copy.nodes.remove(2);
    copy.nodes.add(node("/a/é", new byte[3000]));
    copy.nodes.add(node("/b", new byte[] {1, 2, 3}));
    return copy;
  }

  private static SnapshotTrailer read(byte[] file, int step, SnapshotCopy into) throws IOException {
    return SnapshotCodec.decoder(new SnapshotBuffer.In(file, step), LIMIT).readFile(into, true);
  }

  private static byte[] sections(Consumer<JuteWriter> content) {
    ByteBuffer bytes = Frames.bytes(content);
    return ByteBuffer.allocate(16 + bytes.remaining()).position(16).put(bytes).array();
  }

  private static String refusal(Consumer<JuteWriter> content) {
    byte[] file = sections(content);
    return assertThrows(
            MalformedFrameException.class,
            () ->
                SnapshotCodec.decoder(SnapshotBuffer.In.unsealed(file), LIMIT)
                    .readFile(new SnapshotCopy(), true))
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000, Integer.MAX_VALUE})
  void fileReadsAsWrittenHoweverTheInputIsCut(int step) throws IOException {
    byte[] file = sample().toFile(TRAILER);
    SnapshotCopy again = new SnapshotCopy();
    assertEquals(TRAILER, read(file, step, again));
    assertEquals(sample().sessions, again.sessions);
    assertEquals(sample().acls, again.acls);
    assertEquals("/a/é", again.nodes.get(2).path());
    assertNull(again.nodes.get(1).dataArray());
    assertEquals(0, again.nodes.get(0).dataArray().length);
    assertArrayEquals(file, again.toFile(TRAILER));
  }

  @Test
  void trailersMayBeAbsent() throws IOException {
    for (SnapshotTrailer trailer :
        List.of(NO_TRAILER, new SnapshotTrailer(TRAILER.digest(), SnapshotTrailer.UNKNOWN_ZXID))) {
      assertEquals(trailer, read(sample().toFile(trailer), 100, new SnapshotCopy()));
    }
  }

  @Test
  void zxidWithoutDigestIsReadWhenTheReaderKnows() throws IOException {
    SnapshotTrailer trailer = new SnapshotTrailer(null, 10);
    byte[] file = sample().toFile(trailer);
    SnapshotTrailer found =
        SnapshotCodec.decoder(new SnapshotBuffer.In(file, 100), LIMIT)
            .readFile(new SnapshotCopy(), false);
    assertEquals(trailer, found);
    var refused =
        assertThrows(MalformedFrameException.class, () -> read(file, 100, new SnapshotCopy()));
    assertTrue(refused.getMessage().contains("digest.enabled=false"), refused.getMessage());
  }

  @Test
  void digestOfVersionOneIsText() throws IOException {
    for (String text : Arrays.asList("fedcba9876543210", "", null)) {
      SnapshotBuffer.Out out = new SnapshotBuffer.Out();
      SnapshotEncoder encoder = SnapshotCodec.encoder(out);
      sample().write(encoder);
      encoder.endNodes();
      out.write(
          Frames.bytes(
              digest -> {
                digest.writeLong(9);
                digest.writeInt(1);
                digest.writeString(text);
              }));
      out.seal();
      long expected = text == null || text.isEmpty() ? 0 : 0xfedcba9876543210L;
      assertEquals(
          new SnapshotTrailer.Digest(9, 1, expected),
          read(out.toByteArray(), 100, new SnapshotCopy()).digest());
    }
  }

  @Test
  void sealThatDoesNotMatchEndsReadingBeforeWhatFollows() throws IOException {
    byte[] file = sample().toFile(TRAILER);
    file[20] ^= 1;
    assertThrows(IOException.class, () -> read(file, Integer.MAX_VALUE, new SnapshotCopy()));
  }

  @Test
  void streamEndsWithItsSignatureAndNothingBehindItIsRead() throws IOException {
    Collected out = new Collected();
    SnapshotEncoder encoder = SnapshotCodec.encoder(out);
    sample().write(encoder);
    encoder.endStream();
    assertEquals(0, out.seals);
    byte[] stream = out.bytes.toByteArray();
    assertEquals("BenWasHere", new String(stream, stream.length - 10, 10, StandardCharsets.UTF_8));

    byte[] more = Arrays.copyOf(new byte[16 + stream.length], 16 + stream.length + 50);
    System.arraycopy(stream, 0, more, 16, stream.length);
    SnapshotBuffer.In in = new SnapshotBuffer.In(more, Integer.MAX_VALUE);
    SnapshotCopy again = new SnapshotCopy();
    SnapshotCodec.decoder(in, LIMIT).readStream(again);
    assertEquals(16 + stream.length, in.offset());
    assertEquals(4, again.nodes.size());
  }

  @Test
  void streamWithoutSignatureIsRefused() {
    byte[] stream =
        sections(
            out -> {
              out.writeLong(0);
              out.writeString("");
              out.writeRaw(ByteBuffer.allocate(72));
              out.writeString("/");
              out.writeString("BenWasNotHere");
            });
    var refused =
        assertThrows(
            MalformedFrameException.class,
            () ->
                SnapshotCodec.decoder(new SnapshotBuffer.In(stream, 100), LIMIT)
                    .readStream(new SnapshotCopy()));
    assertEquals(
        "snapshot stream ends at offset 106 without its signature BenWasHere",
        refused.getMessage());
  }

  @Test
  void nodesAreFetchedWithFewReads() throws IOException {
    SnapshotCopy copy = new SnapshotCopy();
    for (int i = 0; i < 1000; i++) {
      copy.nodes.add(node(i == 0 ? "" : "/node-" + i, new byte[46]));
    }
    byte[] file = copy.toFile(NO_TRAILER);
    SnapshotBuffer.In in = new SnapshotBuffer.In(file, Integer.MAX_VALUE);
    SnapshotCodec.decoder(in, LIMIT).readFile(new SnapshotCopy(), true);
    assertTrue(in.reads() < 2100, in.reads() + " reads for 1000 nodes");
  }

  @Test
  void dataLiesInAnArrayAndIsNotCopied() throws IOException {
    byte[] file = sample().toFile(NO_TRAILER);
    boolean[] seen = new boolean[1];
    SnapshotVisitor visitor =
        new SnapshotVisitor() {
          @Override
          public void session(long sessionId, int timeout) {}

          @Override
          public void acl(long id, List<Acl> acl) {}

          @Override
          public void node(SnapshotNode node) {
            if (node.path().equals("/b")) {
              assertEquals(3, node.dataLength());
              assertEquals(2, node.dataArray()[node.dataOffset() + 1]);
              assertTrue(node.dataArray().length > 3);
              seen[0] = true;
            }
          }
        };
    SnapshotCodec.decoder(new SnapshotBuffer.In(file, 64), LIMIT).readFile(visitor, true);
    assertTrue(seen[0]);
  }

  @Test
  void negativeCountsAndLengthsAreRefused() {
    assertEquals("sessions at offset 0 has count -1, below 0", refusal(out -> out.writeInt(-1)));
    assertEquals(
        "acls at offset 4 has count -2, below 0",
        refusal(
            out -> {
              out.writeInt(0);
              out.writeInt(-2);
            }));
    assertEquals(
        "path of a node at offset 8 has length -2, the limit is 4096",
        refusal(
            out -> {
              out.writeLong(0);
              out.writeInt(-2);
              out.writeByte(0);
            }));
    assertEquals(
        "path of a node at offset 8 is null",
        refusal(
            out -> {
              out.writeLong(0);
              out.writeInt(-1);
              out.writeByte(0);
            }));
  }

  @Test
  void fieldsAboveTheLimitAreRefused() {
    assertEquals(
        "path of a node at offset 8 has length 4097, the limit is 4096",
        refusal(
            out -> {
              out.writeLong(0);
              out.writeInt(4097);
              out.writeRaw(ByteBuffer.allocate(5000));
            }));
    assertEquals(
        "data of a node at offset 14 has length 2147483647, the limit is 4096",
        refusal(
            out -> {
              out.writeLong(0);
              out.writeString("/a");
              out.writeInt(Integer.MAX_VALUE);
              out.writeRaw(ByteBuffer.allocate(5000));
            }));
  }

  @Test
  void endWithinANodeIsNamed() {
    assertEquals(
        "snapshot ends at offset 14 within a node, which needs 77 bytes more",
        refusal(
            out -> {
              out.writeLong(0);
              out.writeString("/a");
            }));
    assertEquals(
        "snapshot ends at offset 9 within path of a node, which needs 4 bytes more",
        refusal(
            out -> {
              out.writeLong(0);
              out.writeByte(0);
            }));
  }

  @Test
  void nodesBeginWithTheRoot() {
    String expected = "nodes at offset 8 do not begin with the root, whose path is empty here";
    assertEquals(
        expected,
        refusal(
            out -> {
              out.writeLong(0);
              out.writeString("/");
            }));
    assertEquals(
        expected,
        refusal(
            out -> {
              out.writeLong(0);
              out.writeString("/a");
              out.writeRaw(ByteBuffer.allocate(100));
            }));
  }

  @Test
  void sectionsOutOfOrderAreAMistakeOfTheCaller() throws IOException {
    SnapshotEncoder encoder = SnapshotCodec.encoder(new Collected());
    assertThrows(IllegalStateException.class, () -> encoder.session(1, 2));
    assertThrows(IllegalStateException.class, () -> encoder.acls(0));
    assertThrows(IllegalStateException.class, () -> encoder.node(node("", null)));
    encoder.sessions(1);
    assertThrows(IllegalStateException.class, () -> encoder.acls(0));
    encoder.session(1, 2);
    assertThrows(IllegalStateException.class, () -> encoder.session(1, 2));
    encoder.acls(0);
    assertThrows(IllegalStateException.class, () -> encoder.acl(1, Acl.OPEN));
    assertThrows(IllegalStateException.class, encoder::endNodes);
    assertThrows(IllegalStateException.class, () -> encoder.node(node("/a", null)));
    encoder.node(node("", null));
    assertThrows(IllegalStateException.class, () -> encoder.digest(1, 2, 3));
    assertThrows(IllegalStateException.class, () -> encoder.lastProcessedZxid(1));
    encoder.endNodes();
    assertThrows(IllegalArgumentException.class, () -> encoder.digest(1, 1, 3));
    assertThrows(IllegalStateException.class, () -> encoder.node(node("/a", null)));
    assertThrows(IllegalStateException.class, encoder::endStream);
  }

  @Test
  void chunksAreOfModerateSize() throws IOException {
    SnapshotCopy copy = new SnapshotCopy();
    for (int i = 0; i < 2000; i++) {
      copy.nodes.add(node(i == 0 ? "" : "/node-" + i, new byte[46]));
    }
    Collected out = new Collected();
    SnapshotEncoder encoder = SnapshotCodec.encoder(out);
    copy.write(encoder);
    encoder.endNodes();
    assertTrue(out.largest <= 70 * 1024, "largest write: " + out.largest);
    assertTrue(out.writes < 10, "writes: " + out.writes);
    assertEquals(1, out.seals);
  }

  /** Collects what is written without seals. */
  private static final class Collected implements SnapshotOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int largest;
    private int writes;
    private int seals;

    @Override
    public void write(ByteBuffer part) {
      largest = Math.max(largest, part.remaining());
      writes++;
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public void seal() {
      seals++;
    }
  }
}
