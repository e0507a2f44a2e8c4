package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ParsedTxn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What leaders of ZooKeeper 3.9.5 sent to learners that they brought up by a snapshot: packets, between them the stream of
 * the tree. Only if the stream is left at its last byte do the packets behind it make sense.
 */
class GoldenQuorumTest {
  private static final int PROPOSAL = 2;
  private static final int INFORM = 8;
  private static final int SNAP = 15;

  @ParameterizedTest
  @CsvSource({"follower-snap", "divergent-snap", "observer-master-snap"})
  void streamAndTxnsAreReadAndWrittenAsSent(String name) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes(name));
    int streams = 0;
    int txns = 0;
    while (in.hasRemaining()) {
      int type = in.getInt();
      long zxid = in.getLong();
      byte[] data = new byte[Math.max(0, in.getInt())];
      in.get(data);
      assertEquals(-1, in.getInt(), "identities travel to the leader only");
      if (type == SNAP) {
        checkStream(in);
        streams++;
      } else if (type == PROPOSAL || type == INFORM) {
        checkTxn(zxid, data);
        txns++;
      }
    }
    assertEquals(1, streams);
    assertTrue(txns > 0, "no txns behind the stream");
  }

  private static void checkStream(ByteBuffer in) throws IOException {
    int start = in.position();
    SnapshotCopy copy = new SnapshotCopy();
    SnapshotCodec.decoder(new Unsealed(in), GoldenWire.FIELD_LIMIT).readStream(copy);
    assertEquals("", copy.nodes.get(0).path());
    ByteBuffer sent = in.duplicate().flip().position(start).slice();
    JuteWriter written = new JuteWriter();
    SnapshotEncoder encoder = SnapshotCodec.encoder(new Collected(written));
    copy.write(encoder);
    encoder.endStream();
    assertEquals(sent, written.view());
  }

  private static void checkTxn(long zxid, byte[] data) {
    ParsedTxn parsed = TxnCodec.decode(ByteBuffer.wrap(data), GoldenWire.FIELD_LIMIT);
    assertEquals(zxid, parsed.header().zxid());
    JuteWriter out = new JuteWriter();
    TxnCodec.encode(parsed.header(), parsed.txn(), parsed.digest(), out);
    assertArrayEquals(data, out.toByteArray(), () -> parsed + " " + Arrays.toString(data));
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in =
        GoldenQuorumTest.class.getResourceAsStream("/golden/quorum-wire/" + name + ".bin")) {
      return in.readAllBytes();
    }
  }

  /** Reads from a connection, which has no seals. */
  private record Unsealed(ByteBuffer from) implements SnapshotInput {
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

  private record Collected(JuteWriter into) implements SnapshotOutput {
    @Override
    public void write(ByteBuffer bytes) {
      into.writeRaw(bytes);
    }

    @Override
    public void seal() {
      throw new AssertionError("streams have no seals");
    }
  }
}
