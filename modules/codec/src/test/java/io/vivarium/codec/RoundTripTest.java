package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.Request;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any value of the model is read as it was written, from whatever kind of buffer. */
class RoundTripTest {
  private static final int ROUNDS = 5000;

  private final JuteWriter out = new JuteWriter(1);

  private static ByteBuffer body(JuteWriter out) {
    ByteBuffer frame = ByteBuffer.wrap(out.toByteArray());
    assertEquals(frame.remaining(), ClientFrames.frameLength(frame, 1 << 20));
    return frame.position(ClientFrames.LENGTH_BYTES).slice();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void requestsReadAsWritten(long seed) {
    Samples samples = new Samples(seed);
    for (int i = 0; i < ROUNDS; i++) {
      Request request = samples.request(i);
      int xid = samples.number();
      out.clear();
      RequestCodec.encode(xid, request, out);
      ByteBuffer heap = body(out);
      ByteBuffer direct = ByteBuffer.allocateDirect(heap.remaining()).put(heap.duplicate()).flip();
      DecodedRequest expected = new DecodedRequest(xid, request.op().code(), request);
      Deep.assertSame(expected, RequestCodec.decode(heap, Frames.LIMIT));
      Deep.assertSame(expected, RequestCodec.decode(direct, Frames.LIMIT));
      assertEquals(0, heap.remaining());
    }
  }

  @ParameterizedTest
  @EnumSource(OpCode.class)
  void repliesReadAsWritten(OpCode op) {
    Samples samples = new Samples(op.code());
    for (int i = 0; i < ROUNDS / 10; i++) {
      Reply reply = samples.reply(op);
      ReplyHeader header = new ReplyHeader(samples.number(), samples.wide(), 0);
      out.clear();
      ReplyCodec.encode(header.xid(), header.zxid(), 0, reply, out);
      ByteBuffer body = body(out);
      Deep.assertSame(new DecodedReply(header, reply), ReplyCodec.decode(op, body, Frames.LIMIT));
      assertEquals(0, body.remaining());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void txnsReadAsWritten(long seed) {
    Samples samples = new Samples(seed);
    for (int i = 0; i < ROUNDS; i++) {
      TxnHeader header =
          new TxnHeader(samples.wide(), samples.number(), samples.wide(), samples.wide());
      TxnDigest digest = samples.flag() ? new TxnDigest(TxnDigest.VERSION, samples.wide()) : null;
      ParsedTxn txn = new ParsedTxn(header, samples.txn(i), digest);
      out.clear();
      TxnCodec.encode(header, txn.txn(), digest, out);
      Deep.assertSame(txn, TxnCodec.decode(ByteBuffer.wrap(out.toByteArray()), Frames.LIMIT));
    }
  }

  /** Cut anywhere, a record is refused; save where it happens to end as an older form does. */
  @Test
  void txnsCutShortAreRefusedOrOlderForms() {
    Samples samples = new Samples(7);
    int older = 0;
    for (int i = 0; i < 400; i++) {
      TxnHeader header = new TxnHeader(1, 2, 3, 4);
      out.clear();
      TxnCodec.encode(header, samples.txn(i), TxnDigest.VERSION, 5, out);
      byte[] whole = out.toByteArray();
      for (int length = 0; length < whole.length; length++) {
        ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
        if (length == whole.length - 12 || olderForm(whole, length)) {
          TxnCodec.decode(cut, Frames.LIMIT);
          older++;
        } else {
          assertThrows(MalformedFrameException.class, () -> TxnCodec.decode(cut, Frames.LIMIT));
        }
      }
    }
    assertEquals(true, older > 400, "the cut before the digest is legal in each: " + older);
  }

  private static boolean olderForm(byte[] whole, int length) {
    ByteBuffer txn = ByteBuffer.wrap(whole);
    int body = length - TxnCodec.HEADER_BYTES;
    if (txn.getInt(TxnCodec.HEADER_BYTES - 4) == OpCode.CREATE.code()) {
      return length == whole.length - 16;
    }
    // A closeSession of two ephemerals that is cut after twelve bytes looks like a digest without a
    // list.
    return txn.getInt(TxnCodec.HEADER_BYTES - 4) == OpCode.CLOSE_SESSION.code()
        && (body == 0 || (body == 12 && txn.getInt(TxnCodec.HEADER_BYTES) == TxnDigest.VERSION));
  }
}
