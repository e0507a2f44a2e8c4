package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vivarium.codec.ConnectCodec;
import io.vivarium.codec.DecodedRequest;
import io.vivarium.codec.RequestCodec;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.CreateMode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the generator writes, read by the codec that the server uses. */
class RequestsTest {
  private static final int LIMIT = 1 << 20;
  private static final byte[] PATH = Requests.path("/a/ü");
  private static final byte[] DATA = {1, 2, 3};

  private final ByteBuf out = Unpooled.buffer();

  /** The only frame in the buffer, without its length. */
  private java.nio.ByteBuffer frame() {
    assertEquals(out.readableBytes() - Integer.BYTES, out.readInt());
    return out.nioBuffer();
  }

  private Request request(int xid) {
    DecodedRequest decoded = RequestCodec.decode(frame(), LIMIT);
    assertEquals(xid, decoded.xid());
    return decoded.request();
  }

  @Test
  void aHandshakeAsksForANewSession() {
    Requests.connect(out, SessionIdentity.fresh(4000));
    ConnectRequest asked = ConnectCodec.decode(frame());
    assertEquals(0, asked.sessionId());
    assertEquals(4000, asked.timeout());
  }

  @Test
  void aHandshakeMayGoOnWithASession() {
    byte[] password = new byte[16];
    password[3] = 7;
    Requests.connect(out, new SessionIdentity(0x1234, password, 4000, 77));
    ConnectRequest asked = ConnectCodec.decode(frame());
    assertEquals(0x1234, asked.sessionId());
    assertEquals(77, asked.lastZxidSeen());
    assertArrayEquals(password, asked.password());
  }

  @Test
  void createIsPersistentAndOpen() {
    Requests.create(out, 5, PATH, DATA);
    Request.Create create = (Request.Create) request(5);
    assertEquals("/a/ü", create.path());
    assertArrayEquals(DATA, create.data());
    assertEquals(CreateMode.PERSISTENT.flag(), create.flags());
    assertEquals("world", create.acl().get(0).scheme());
  }

  @Test
  void aLockIsEphemeralAndSequential() {
    Requests.createLock(out, 6, PATH);
    assertEquals(CreateMode.EPHEMERAL_SEQUENTIAL.flag(), ((Request.Create) request(6)).flags());
  }

  @Test
  void deleteTakesAnyVersion() {
    Requests.delete(out, 7, Unpooled.wrappedBuffer(PATH));
    assertEquals(new Request.Delete("/a/ü", -1), request(7));
  }

  @Test
  void setTakesAnyVersion() {
    Requests.set(out, 8, PATH, DATA);
    Request.SetData set = (Request.SetData) request(8);
    assertEquals("/a/ü", set.path());
    assertArrayEquals(DATA, set.data());
    assertEquals(-1, set.version());
  }

  @Test
  void readsNameTheirPathAndWatch() {
    Requests.get(out, 1, PATH, true);
    assertEquals(new Request.GetData("/a/ü", true), request(1));
    out.clear();
    Requests.exists(out, 2, PATH);
    assertEquals(new Request.Exists("/a/ü", false), request(2));
    out.clear();
    Requests.children(out, 3, PATH);
    assertEquals(OpCode.GET_CHILDREN, request(3).op());
  }

  @Test
  void aMultiHoldsAPartForEachPath() {
    Requests.multiSet(out, 9, List.of(PATH, Requests.path("/b")), DATA);
    Request.Multi multi = (Request.Multi) request(9);
    assertEquals(
        List.of("/a/ü", "/b"),
        multi.parts().stream().map(part -> ((Request.SetData) part).path()).toList());
  }

  @Test
  void pingAndCloseHaveNoBody() {
    Requests.ping(out);
    assertEquals(OpCode.PING, request(-2).op());
    out.clear();
    Requests.close(out, 4);
    assertEquals(OpCode.CLOSE_SESSION, request(4).op());
  }
}
