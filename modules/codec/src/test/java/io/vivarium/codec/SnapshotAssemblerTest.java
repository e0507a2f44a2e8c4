package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.MalformedFrameException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that arrives in pieces is taken in wherever it was cut, and nothing behind it is touched. */
class SnapshotAssemblerTest {
  private static final int SNAP = 15;
  private static final int LIMIT = 1000;

  @ParameterizedTest
  @ValueSource(strings = {"follower-snap", "divergent-snap", "observer-master-snap"})
  void aStreamOfZooKeeperIsTakenInByteByByte(String name) throws IOException {
    ByteBuffer in = captured(name);
    SnapshotCopy expected = new SnapshotCopy();
    SnapshotCodec.decoder(new Whole(in.duplicate()), GoldenWire.FIELD_LIMIT).readStream(expected);

    SnapshotCopy copy = new SnapshotCopy();
    SnapshotAssembler assembler = SnapshotCodec.assembler(copy, GoldenWire.FIELD_LIMIT);
    int start = in.position();
    int length = feed(assembler, in);

    assertEquals(expected.sessions, copy.sessions);
    assertEquals(expected.acls, copy.acls);
    assertEquals(rewritten(expected), rewritten(copy));
    assertEquals(rewritten(expected), in.slice(start, length), "ends at the last byte");
    assertTrue(start + length < in.limit(), "packets follow");
  }

  @Test
  void whereverItIsCutAPieceIsKnownByItsFirstBytesAlready() throws IOException {
    byte[] stream = sample(tree -> {});
    // The length may be told late, but never differently.
    SnapshotAssembler assembler = SnapshotCodec.assembler(new SnapshotCopy(), LIMIT);
    int at = 0;
    boolean over = false;
    while (!over) {
      int whole = assembler.pieceLength(ByteBuffer.wrap(stream, at, stream.length - at));
      for (int cut = 1; cut < stream.length - at; cut++) {
        int told = assembler.pieceLength(ByteBuffer.wrap(stream, at, cut));
        assertTrue(told == whole || told == 0, "at " + at + " with " + cut + " bytes: " + told);
        assertFalse(cut >= whole && told == 0, "at " + at + " the whole piece is there");
      }
      over = assembler.accept(ByteBuffer.wrap(stream, at, whole));
      at += whole;
    }
    assertEquals(stream.length, at);
  }

  @Test
  void lengthsAreBoundedBeforeTheyAreBelieved() throws IOException {
    byte[] stream = sample(tree -> {});
    for (int at = 0; at + 4 <= stream.length; at++) {
      byte[] bad = stream.clone();
      ByteBuffer.wrap(bad).putInt(at, Integer.MAX_VALUE - 3);
      readOrRefuse(bad);
      ByteBuffer.wrap(bad).putInt(at, -2);
      readOrRefuse(bad);
    }
  }

  /** Either is fine, as some places hold no length; an error, or a piece larger than the limits allow, is not. */
  private static void readOrRefuse(byte[] stream) throws IOException {
    SnapshotAssembler assembler = SnapshotCodec.assembler(new SnapshotCopy(), LIMIT);
    ByteBuffer in = ByteBuffer.wrap(stream);
    try {
      while (in.hasRemaining()) {
        int length = assembler.pieceLength(in);
        assertTrue(length <= 2 * LIMIT + 100, () -> "a piece of " + length + " bytes");
        if (length == 0 || length > in.remaining() || accept(assembler, in, length)) {
          return;
        }
      }
    } catch (MalformedFrameException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("offset"), e.getMessage());
    }
  }

  @Test
  void aStreamThatIsNotSignedIsRefused() throws IOException {
    byte[] stream = sample(tree -> {});
    stream[stream.length - 1] ^= 1;
    MalformedFrameException refusal =
        assertThrows(
            MalformedFrameException.class,
            () ->
                feed(SnapshotCodec.assembler(new SnapshotCopy(), LIMIT), ByteBuffer.wrap(stream)));
    assertTrue(String.valueOf(refusal.getMessage()).contains("BenWasHere"), refusal.getMessage());
  }

  @Test
  void aStreamWithoutARootIsRefused() throws IOException {
    byte[] stream = sample(tree -> tree.nodes.remove(0));
    MalformedFrameException refusal =
        assertThrows(
            MalformedFrameException.class,
            () ->
                feed(SnapshotCodec.assembler(new SnapshotCopy(), LIMIT), ByteBuffer.wrap(stream)));
    assertTrue(String.valueOf(refusal.getMessage()).contains("root"), refusal.getMessage());
  }

  @Test
  void nothingIsTakenBehindTheEnd() throws IOException {
    byte[] stream = sample(tree -> {});
    SnapshotAssembler assembler = SnapshotCodec.assembler(new SnapshotCopy(), LIMIT);
    feed(assembler, ByteBuffer.wrap(stream));
    assertThrows(IllegalStateException.class, () -> assembler.pieceLength(ByteBuffer.wrap(stream)));
  }

  @Test
  void aPieceThatIsTooLongOrTooShortIsRefused() {
    SnapshotAssembler assembler = SnapshotCodec.assembler(new SnapshotCopy(), LIMIT);
    assertThrows(IllegalStateException.class, () -> assembler.accept(ByteBuffer.allocate(5)));
    SnapshotAssembler other = SnapshotCodec.assembler(new SnapshotCopy(), LIMIT);
    assertThrows(MalformedFrameException.class, () -> other.accept(ByteBuffer.allocate(3)));
  }

  /** Feeds byte after byte; the length of the stream. */
  private static int feed(SnapshotAssembler assembler, ByteBuffer in) throws IOException {
    int begin = in.position();
    int at = begin;
    for (int end = begin + 1; end <= in.limit(); end++) {
      ByteBuffer received = in.duplicate().position(at).limit(end);
      int length = assembler.pieceLength(received);
      assertEquals(at, received.position());
      assertEquals(end, received.limit());
      if (length > 0 && length <= end - at) {
        at += length;
        if (assembler.accept(received.limit(at))) {
          return at - begin;
        }
      }
    }
    throw new AssertionError("no end was found in " + (in.limit() - begin) + " bytes");
  }

  private static boolean accept(SnapshotAssembler assembler, ByteBuffer in, int length)
      throws IOException {
    ByteBuffer piece = in.slice(in.position(), length);
    in.position(in.position() + length);
    return assembler.accept(piece);
  }

  private static byte[] sample(Consumer<SnapshotCopy> change) throws IOException {
    SnapshotCopy tree = new SnapshotCopy();
    tree.session(0x1000_0000_0000_0001L, 4000);
    tree.session(0x1000_0000_0000_0002L, 40_000);
    tree.acl(1, List.of(new Acl(31, "digest", "me:secret"), new Acl(1, "world", "anyone")));
    tree.acl(2, List.of());
    tree.nodes.add(node("", new byte[0]));
    tree.nodes.add(node("/a", null));
    tree.nodes.add(node("/a/b", new byte[300]));
    change.accept(tree);
    if (!tree.nodes.get(0).path().isEmpty()) {
      // The encoder refuses it too.
      JuteWriter raw = new JuteWriter();
      raw.writeInt(0);
      raw.writeInt(0);
      raw.writeString("/a");
      raw.writeBuffer(null, 0, 0);
      raw.writeRaw(ByteBuffer.allocate(68));
      return raw.toByteArray();
    }
    return rewritten(tree).array();
  }

  private static SnapshotCopy.Node node(String path, byte[] data) {
    return new SnapshotCopy.Node(path, data, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  private static ByteBuffer rewritten(SnapshotCopy copy) throws IOException {
    JuteWriter out = new JuteWriter();
    SnapshotEncoder encoder = SnapshotCodec.encoder(new Stream(out));
    copy.write(encoder);
    encoder.endStream();
    return ByteBuffer.wrap(out.toByteArray());
  }

  /** Positioned at the stream. */
  private static ByteBuffer captured(String name) throws IOException {
    try (InputStream file =
        SnapshotAssemblerTest.class.getResourceAsStream("/golden/quorum-wire/" + name + ".bin")) {
      ByteBuffer in = ByteBuffer.wrap(file.readAllBytes());
      while (true) {
        int type = in.getInt();
        in.getLong();
        in.position(in.position() + Math.max(0, in.getInt(in.position())) + Integer.BYTES);
        in.getInt();
        if (type == SNAP) {
          return in;
        }
      }
    }
  }

  private record Stream(JuteWriter into) implements SnapshotOutput {
    @Override
    public void write(ByteBuffer bytes) {
      into.writeRaw(bytes);
    }

    @Override
    public void seal() {
      throw new AssertionError("streams have no seals");
    }
  }

  private record Whole(ByteBuffer from) implements SnapshotInput {
    @Override
    public int read(ByteBuffer buffer) {
      int count = Math.min(buffer.remaining(), from.remaining());
      buffer.put(from.slice(from.position(), count));
      from.position(from.position() + count);
      return count == 0 ? -1 : count;
    }

    @Override
    public void verifySeal() {
      throw new AssertionError("streams have no seals");
    }
  }
}
