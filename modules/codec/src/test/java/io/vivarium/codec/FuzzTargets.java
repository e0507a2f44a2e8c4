package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ConnectResponse;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Request;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.WatchEvent;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What must hold of decoders for any bytes at all: they succeed or throw {@link MalformedFrameException}; and what they read is
 * written in a form that reads and writes the same again.
 */
final class FuzzTargets {
  /** Small, so that limits are met with small inputs. */
  static final int FIELD_LIMIT = 4096;

  /** Each byte that is not UTF-8 becomes a character of three. */
  private static final int FIELD_LIMIT_AGAIN = 3 * FIELD_LIMIT;

  private FuzzTargets() {}

  static void connect(byte[] body) {
    try {
      ConnectRequest request = ConnectCodec.decode(ByteBuffer.wrap(body));
      JuteWriter first = new JuteWriter();
      ConnectCodec.encode(request, first);
      JuteWriter second = new JuteWriter();
      ConnectCodec.encode(ConnectCodec.decode(body(first)), second);
      assertArrayEquals(first.toByteArray(), second.toByteArray());
    } catch (MalformedFrameException e) {
      named(e);
    }
  }

  static void connectResponse(byte[] body) {
    try {
      ConnectResponse response = ConnectCodec.decodeResponse(ByteBuffer.wrap(body));
      JuteWriter first = new JuteWriter();
      ConnectCodec.encode(response, first);
      JuteWriter second = new JuteWriter();
      ConnectCodec.encode(ConnectCodec.decodeResponse(body(first)), second);
      assertArrayEquals(first.toByteArray(), second.toByteArray());
    } catch (MalformedFrameException e) {
      named(e);
    }
  }

  static void request(byte[] body) {
    DecodedRequest decoded;
    try {
      decoded = RequestCodec.decode(ByteBuffer.wrap(body), FIELD_LIMIT);
    } catch (MalformedFrameException e) {
      named(e);
      return;
    }
    Request request = decoded.request();
    if (request == null || request instanceof Request.Malformed || losesItsForm(request)) {
      return;
    }
    JuteWriter first = new JuteWriter();
    RequestCodec.encode(decoded.xid(), request, first);
    DecodedRequest again = RequestCodec.decode(body(first), FIELD_LIMIT_AGAIN);
    assertEquals(decoded.xid(), again.xid());
    JuteWriter second = new JuteWriter();
    RequestCodec.encode(again.xid(), again.request(), second);
    assertArrayEquals(first.toByteArray(), second.toByteArray());
  }

  /** A createTTL in a multi without the flag of one is another create, which must not have a null ACL. */
  private static boolean losesItsForm(Request request) {
    return request instanceof Request.Multi multi
        && multi.parts().stream()
            .anyMatch(
                part ->
                    part instanceof Request.Create create
                        && create.op() != OpCode.CREATE_TTL
                        && create.acl() == null);
  }

  /** An answer, or a watch event when its xid says so. */
  static void reply(OpCode op, byte[] body) {
    try {
      ByteBuffer in = ByteBuffer.wrap(body);
      WatchEvent event = ReplyCodec.decodeEvent(ReplyCodec.decodeHeader(in), in, FIELD_LIMIT);
      ReplyCodec.encodeEvent(event, new JuteWriter());
    } catch (MalformedFrameException e) {
      named(e);
    }
    DecodedReply reply;
    try {
      reply = ReplyCodec.decode(op, ByteBuffer.wrap(body), FIELD_LIMIT);
    } catch (MalformedFrameException e) {
      named(e);
      return;
    }
    byte[] first = encoded(reply);
    ByteBuffer in = ByteBuffer.wrap(first).position(ClientFrames.LENGTH_BYTES);
    DecodedReply again = ReplyCodec.decode(op, in, FIELD_LIMIT_AGAIN);
    assertEquals(reply.header(), again.header());
    assertArrayEquals(first, encoded(again));
  }

  static void txn(byte[] bytes) {
    ParsedTxn parsed;
    try {
      parsed = TxnCodec.decode(ByteBuffer.wrap(bytes), FIELD_LIMIT);
    } catch (MalformedFrameException e) {
      named(e);
      return;
    }
    byte[] first = encoded(parsed);
    ParsedTxn again = TxnCodec.decode(ByteBuffer.wrap(first), Integer.MAX_VALUE);
    assertEquals(parsed.header(), again.header());
    assertEquals(parsed.digest(), again.digest());
    assertArrayEquals(first, encoded(again));
  }

  /** A snapshot file whose seals are not looked at, for no fuzzer finds checksums. */
  static void snapshot(byte[] file) throws IOException {
    SnapshotCopy copy = new SnapshotCopy();
    SnapshotTrailer trailer;
    try {
      trailer =
          SnapshotCodec.decoder(SnapshotBuffer.In.unsealed(file), FIELD_LIMIT).readFile(copy, true);
    } catch (MalformedFrameException e) {
      named(e);
      return;
    }
    byte[] first = copy.toFile(trailer);
    boolean digest = trailer.digest() != null && trailer.digest().version() >= TxnDigest.VERSION;
    SnapshotCopy again = new SnapshotCopy();
    SnapshotTrailer trailerAgain =
        SnapshotCodec.decoder(new SnapshotBuffer.In(first, 7), FIELD_LIMIT_AGAIN)
            .readFile(again, digest);
    assertArrayEquals(first, again.toFile(trailerAgain));
  }

  private static byte[] encoded(DecodedReply reply) {
    JuteWriter out = new JuteWriter();
    ReplyCodec.encode(
        reply.header().xid(), reply.header().zxid(), reply.header().error(), reply.body(), out);
    return out.toByteArray();
  }

  private static byte[] encoded(ParsedTxn parsed) {
    JuteWriter out = new JuteWriter();
    TxnCodec.encode(parsed.header(), parsed.txn(), parsed.digest(), out);
    return out.toByteArray();
  }

  private static ByteBuffer body(JuteWriter frame) {
    return ByteBuffer.wrap(frame.toByteArray()).position(ClientFrames.LENGTH_BYTES).slice();
  }

  private static void named(MalformedFrameException e) {
    if (e.getMessage() == null || !e.getMessage().matches("(?s).*(offset|digest).*")) {
      throw new AssertionError("says neither where nor what: " + e.getMessage());
    }
  }
}
