package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.MultiResponse;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.proto.AddWatchRequest;
import org.apache.zookeeper.proto.AuthPacket;
import org.apache.zookeeper.proto.CheckVersionRequest;
import org.apache.zookeeper.proto.CheckWatchesRequest;
import org.apache.zookeeper.proto.Create2Response;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.CreateResponse;
import org.apache.zookeeper.proto.CreateTTLRequest;
import org.apache.zookeeper.proto.DeleteRequest;
import org.apache.zookeeper.proto.ExistsRequest;
import org.apache.zookeeper.proto.GetACLRequest;
import org.apache.zookeeper.proto.GetACLResponse;
import org.apache.zookeeper.proto.GetAllChildrenNumberRequest;
import org.apache.zookeeper.proto.GetAllChildrenNumberResponse;
import org.apache.zookeeper.proto.GetChildren2Request;
import org.apache.zookeeper.proto.GetChildren2Response;
import org.apache.zookeeper.proto.GetChildrenRequest;
import org.apache.zookeeper.proto.GetChildrenResponse;
import org.apache.zookeeper.proto.GetDataRequest;
import org.apache.zookeeper.proto.GetDataResponse;
import org.apache.zookeeper.proto.GetEphemeralsRequest;
import org.apache.zookeeper.proto.GetSASLRequest;
import org.apache.zookeeper.proto.ReconfigRequest;
import org.apache.zookeeper.proto.RemoveWatchesRequest;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetDataRequest;
import org.apache.zookeeper.proto.SetDataResponse;
import org.apache.zookeeper.proto.SetSASLResponse;
import org.apache.zookeeper.proto.SetWatches;
import org.apache.zookeeper.proto.SetWatches2;
import org.apache.zookeeper.proto.SyncRequest;
import org.apache.zookeeper.proto.WhoAmIResponse;
import org.apache.zookeeper.server.TxnLogEntry;
import org.apache.zookeeper.server.persistence.Util;
import org.apache.zookeeper.server.util.SerializeUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes mean the same to ZooKeeper's own classes. */
class ReferenceImplementationTest {
  private static final int ROUNDS = 3000;

  /** ZooKeeper's record for the body of a request, or null when it has none. */
  private static Record request(OpCode op) {
    return switch (op) {
      case CREATE, CREATE2, CREATE_CONTAINER -> new CreateRequest();
      case CREATE_TTL -> new CreateTTLRequest();
      case DELETE -> new DeleteRequest();
      case SET_DATA -> new SetDataRequest();
      case SET_ACL -> new SetACLRequest();
      case CHECK -> new CheckVersionRequest();
      case MULTI, MULTI_READ -> new MultiOperationRecord();
      case RECONFIG -> new ReconfigRequest();
      case EXISTS -> new ExistsRequest();
      case GET_DATA -> new GetDataRequest();
      case GET_ACL -> new GetACLRequest();
      case GET_CHILDREN -> new GetChildrenRequest();
      case GET_CHILDREN2 -> new GetChildren2Request();
      case GET_ALL_CHILDREN_NUMBER -> new GetAllChildrenNumberRequest();
      case GET_EPHEMERALS -> new GetEphemeralsRequest();
      case SYNC -> new SyncRequest();
      case ADD_WATCH -> new AddWatchRequest();
      case CHECK_WATCHES -> new CheckWatchesRequest();
      case REMOVE_WATCHES -> new RemoveWatchesRequest();
      case SET_WATCHES -> new SetWatches();
      case SET_WATCHES2 -> new SetWatches2();
      case AUTH -> new AuthPacket();
      case SASL -> new GetSASLRequest();
      default -> null;
    };
  }

  private static Record reply(OpCode op) {
    return switch (op) {
      case CREATE, SYNC -> new CreateResponse();
      case CREATE2, CREATE_CONTAINER, CREATE_TTL -> new Create2Response();
      case EXISTS, SET_DATA, SET_ACL -> new SetDataResponse();
      case GET_DATA, RECONFIG -> new GetDataResponse();
      case GET_ACL -> new GetACLResponse();
      case GET_CHILDREN, GET_EPHEMERALS -> new GetChildrenResponse();
      case GET_CHILDREN2 -> new GetChildren2Response();
      case GET_ALL_CHILDREN_NUMBER, ADD_WATCH -> new GetAllChildrenNumberResponse();
      case WHO_AM_I -> new WhoAmIResponse();
      case SASL -> new SetSASLResponse();
      case MULTI, MULTI_READ -> new MultiResponse();
      default -> null;
    };
  }

  private static byte[] rewritten(Record record, byte[] bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    record.deserialize(
        new BinaryInputArchive(new DataInputStream(in), Frames.LIMIT, Frames.LIMIT), "body");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    record.serialize(BinaryOutputArchive.getArchive(out), "body");
    return out.toByteArray();
  }

  /** ZooKeeper writes characters outside of the BMP as two malformed triples. */
  private static boolean comparable(Object value) {
    return !value.toString().contains("😀");
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void requestsAreReadByZooKeeperAsWeWriteThem(long seed) throws IOException {
    Samples samples = new Samples(seed);
    JuteWriter out = new JuteWriter();
    int compared = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Request request = samples.request(i);
      Record record = request(request.op());
      if (record == null || !comparable(request)) {
        continue;
      }
      out.clear();
      RequestCodec.encode(1, request, out);
      byte[] frame = out.toByteArray();
      byte[] body = Arrays.copyOfRange(frame, 12, frame.length);
      assertArrayEquals(body, rewritten(record, body), request::toString);
      compared++;
    }
    assertTrue(compared > ROUNDS / 2);
  }

  @ParameterizedTest
  @EnumSource(OpCode.class)
  void repliesAreReadByZooKeeperAsWeWriteThem(OpCode op) throws IOException {
    Samples samples = new Samples(op.code());
    JuteWriter out = new JuteWriter();
    for (int i = 0; i < ROUNDS / 10; i++) {
      Reply reply = samples.reply(op);
      Record record = reply(op);
      if (record == null || !comparable(reply)) {
        continue;
      }
      out.clear();
      ReplyCodec.encode(1, 2, 0, reply, out);
      byte[] frame = out.toByteArray();
      byte[] body = Arrays.copyOfRange(frame, 20, frame.length);
      assertArrayEquals(body, rewritten(record, body), reply::toString);
    }
  }

  /**
   * A changed request that ZooKeeper can decode is decoded, and one that it cannot is not, save for what the documentation
   * names.
   */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void changedRequestsAreDecodedWhereZooKeeperDecodesThem(long seed) {
    Samples samples = new Samples(seed);
    Random random = new Random(seed);
    JuteWriter out = new JuteWriter();
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Request request = samples.request(i);
      Record record = request(request.op());
      if (record == null) {
        continue;
      }
      out.clear();
      RequestCodec.encode(1, request, out);
      byte[] frame = out.toByteArray();
      byte[] body = Arrays.copyOfRange(frame, 12, frame.length - random.nextInt(2));
      for (int change = random.nextInt(3); change > 0 && body.length > 0; change--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(4);
      }
      refused += compare(request.op(), record, body) ? 0 : 1;
    }
    assertTrue(refused > ROUNDS / 20, "only " + refused + " were refused");
  }

  private static boolean compare(OpCode op, Record record, byte[] body) {
    String theirs = null;
    try {
      rewritten(record, body);
    } catch (IOException | RuntimeException e) {
      theirs = e.toString();
    }
    ByteBuffer frame = Frames.request(op.code(), out -> out.writeRaw(ByteBuffer.wrap(body)));
    Request ours = RequestCodec.decode(frame, Frames.LIMIT).request();
    if (ours instanceof Request.Malformed malformed) {
      assertTrue(theirs != null || stricter(op, malformed.reason()), malformed::toString);
      return false;
    }
    String refusal = theirs;
    assertTrue(theirs == null, () -> ours + " was refused with " + refusal);
    return true;
  }

  /** What ZooKeeper decodes and then fails on, with the same answer; and counts below −1, which it takes for 0. */
  private static boolean stricter(OpCode op, String reason) {
    return reason.contains("is null")
        || reason.contains("it must be")
        || reason.matches(".* has -\\d+ elements, .*")
        || (op == OpCode.MULTI && reason.contains("not allowed in it"))
        || (op == OpCode.MULTI_READ && reason.contains("only 4 and 8 are allowed"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 19, 21})
  void createsInAMultiAreWhatZooKeeperTakesThemFor(int type) throws IOException {
    for (int flags = -1; flags <= 8; flags++) {
      JuteWriter out = new JuteWriter();
      Frames.part(out, type);
      out.writeString("/a");
      out.writeBuffer(null);
      AclCodec.write(Acl.OPEN, out);
      out.writeInt(flags);
      if (type == 21) {
        out.writeLong(1234);
      }
      Frames.end(out);
      byte[] body = out.toByteArray();
      Request ours = Frames.decode(14, request -> request.writeRaw(ByteBuffer.wrap(body)));
      MultiOperationRecord theirs = new MultiOperationRecord();
      boolean refused = false;
      try {
        rewritten(theirs, body);
      } catch (IOException e) {
        refused = true;
      }
      assertEquals(refused, ours instanceof Request.Malformed, "flags " + flags);
      if (!refused && flags >= 0 && flags <= 6) {
        Request part = assertInstanceOf(Request.Multi.class, ours).parts().get(0);
        Op op = theirs.iterator().next();
        assertEquals(op.getType(), part.op().code(), "flags " + flags);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void txnsAreReadByZooKeeperAsWeWriteThem(long seed) throws IOException {
    Samples samples = new Samples(seed);
    JuteWriter out = new JuteWriter();
    int compared = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Txn txn = samples.txn(i);
      if (!comparable(txn)
          || (txn instanceof Txn.CloseSession close && close.ephemerals() == null)) {
        continue;
      }
      TxnHeader header =
          new TxnHeader(samples.wide(), samples.number(), samples.wide(), samples.wide());
      TxnDigest digest = samples.flag() ? new TxnDigest(TxnDigest.VERSION, samples.wide()) : null;
      out.clear();
      TxnCodec.encode(header, txn, digest, out);
      byte[] bytes = out.toByteArray();
      TxnLogEntry entry = SerializeUtils.deserializeTxn(bytes);
      assertEquals(header.zxid(), entry.getHeader().getZxid());
      assertEquals(txn.op().code(), entry.getHeader().getType());
      assertEquals(digest == null, entry.getDigest() == null, txn::toString);
      if (digest != null) {
        assertEquals(digest.value(), entry.getDigest().getTreeDigest());
      }
      byte[] again = Util.marshallTxnEntry(entry.getHeader(), entry.getTxn(), entry.getDigest());
      assertArrayEquals(bytes, again, txn::toString);
      compared++;
    }
    assertTrue(compared > ROUNDS / 2);
  }

  @Test
  void oldCreateIsReadAsZooKeeperReadsIt() throws IOException {
    JuteWriter out = new JuteWriter();
    Txn.Create create = new Txn.Create(OpCode.CREATE, "/a", new byte[] {1}, Acl.OPEN, false, 5, 0);
    TxnCodec.encode(new TxnHeader(1, 2, 3, 4), create, null, out);
    byte[] old = Arrays.copyOf(out.toByteArray(), out.position() - 4);
    var theirs = (org.apache.zookeeper.txn.CreateTxn) SerializeUtils.deserializeTxn(old).getTxn();
    ParsedTxn ours = TxnCodec.decode(ByteBuffer.wrap(old), Frames.LIMIT);
    assertEquals(theirs.getParentCVersion(), ((Txn.Create) ours.txn()).parentCversion());
  }
}
