package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a handshake is computed when, with an engine of the JDK behind, which there is everywhere and which keeps the same rules. */
class NativeEngineTest {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Turns after which a handshake must be over. */
  private static final int MOST_TURNS = 100;

  @TempDir private Path directory;

  private int unwraps;
  private SSLEngine client;
  private NativeEngine server;
  private ByteBuffer toServer;
  private ByteBuffer toClient;
  private ByteBuffer plain;

  @BeforeEach
  void makeEnds() throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    SSLContext context = certificates.context(certificates.valid("server"));
    client = context.createSSLEngine("localhost", 1);
    client.setUseClientMode(true);
    SSLEngine behind = context.createSSLEngine();
    behind.setUseClientMode(false);
    server =
        new NativeEngine(
            new ForwardingEngine(behind) {
              @Override
              public SSLEngineResult unwrap(
                  ByteBuffer from, ByteBuffer[] to, int offset, int length) throws SSLException {
                unwraps++;
                return super.unwrap(from, to, offset, length);
              }
            });
    int room = 2 * client.getSession().getPacketBufferSize();
    toServer = ByteBuffer.allocate(room);
    toClient = ByteBuffer.allocate(room);
    plain = ByteBuffer.allocate(room);
    client.wrap(NOTHING, toServer);
    toServer.flip();
  }

  @Test
  void aGreetingIsSetAsideAndUnwrappedByATask() throws Exception {
    int bytes = toServer.remaining();
    SSLEngineResult taken = server.unwrap(toServer, plain);
    assertEquals(HandshakeStatus.NEED_TASK, taken.getHandshakeStatus());
    assertEquals(bytes, taken.bytesConsumed());
    assertEquals(0, toServer.remaining());
    assertEquals(HandshakeStatus.NEED_TASK, server.getHandshakeStatus());
    assertEquals(0, unwraps, "nothing is computed where it was received");

    Runnable task = server.getDelegatedTask();
    assertEquals(0, unwraps);
    task.run();
    assertTrue(unwraps > 0);
    assertEquals(HandshakeStatus.NEED_WRAP, server.getHandshakeStatus());
  }

  @Test
  void aRecordThatIsNotThereYetIsWaitedFor() throws Exception {
    ByteBuffer part = toServer.slice(0, toServer.remaining() - 1);
    SSLEngineResult taken = server.unwrap(part, plain);
    assertEquals(SSLEngineResult.Status.BUFFER_UNDERFLOW, taken.getStatus());
    assertEquals(0, taken.bytesConsumed());
    assertNull(server.getDelegatedTask());
  }

  @Test
  void afterTheHandshakeNothingIsSetAside() throws Exception {
    handshake();
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, server.getHandshakeStatus());
    int before = unwraps;
    toServer.clear();
    client.wrap(ByteBuffer.wrap(new byte[] {7}), toServer);
    plain.clear();
    SSLEngineResult read = server.unwrap(toServer.flip(), plain);
    assertEquals(before + 1, unwraps);
    assertEquals(1, read.bytesProduced());
    assertEquals(7, plain.get(0));
    assertNull(server.getDelegatedTask());
  }

  @Test
  void whatATaskFindsIsThrownWhereRecordsAreTaken() throws Exception {
    ByteBuffer broken = ByteBuffer.wrap(new byte[] {22, 3, 3, 0, 4, 99, 0, 0, 0});
    assertEquals(HandshakeStatus.NEED_TASK, server.unwrap(broken, plain).getHandshakeStatus());
    server.getDelegatedTask().run();
    assertEquals(HandshakeStatus.NEED_UNWRAP, server.getHandshakeStatus());
    assertThrows(SSLException.class, () -> server.unwrap(NOTHING, plain));
  }

  /** Netty's engine says of every record after our farewell that it is the last one. */
  @Test
  void onlyTheOtherEndEndsWhatItSends() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    NativeEngine closing =
        new NativeEngine(
            new ForwardingEngine(client) {
              @Override
              public SSLEngineResult unwrap(
                  ByteBuffer from, ByteBuffer[] to, int offset, int length) {
                return new SSLEngineResult(
                    SSLEngineResult.Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 3);
              }

              @Override
              public boolean isInboundDone() {
                return ended.get();
              }
            });
    SSLEngineResult first = closing.unwrap(NOTHING, plain);
    assertEquals(SSLEngineResult.Status.OK, first.getStatus());
    assertEquals(3, first.bytesProduced());
    ended.set(true);
    assertEquals(SSLEngineResult.Status.CLOSED, closing.unwrap(NOTHING, plain).getStatus());
  }

  @Test
  void aHandshakeInManyPiecesIsRefused() {
    ByteBuffer piece = ByteBuffer.wrap(new byte[] {22, 3, 3, 0, 1, 1});
    assertThrows(
        SSLException.class,
        () -> {
          for (int i = 0; i < MOST_TURNS; i++) {
            server.unwrap(piece.rewind(), plain);
            server.getDelegatedTask().run();
          }
        });
  }

  private void handshake() throws SSLException {
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      step(server, toServer, toClient);
      toClient.flip();
      step(client, toClient, toServer);
      toServer.flip();
      if (done(client) && done(server) && !toServer.hasRemaining()) {
        return;
      }
    }
    throw new AssertionError("no end of the handshake");
  }

  private static boolean done(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  /** Does whatever one end can do with what it has; what it says stands in {@code to}, which is then written. */
  private void step(SSLEngine engine, ByteBuffer from, ByteBuffer to) throws SSLException {
    to.clear();
    boolean going = true;
    while (going) {
      going =
          switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
              engine.getDelegatedTask().run();
              yield true;
            }
            case NEED_WRAP -> engine.wrap(NOTHING, to).bytesProduced() > 0;
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
              plain.clear();
              yield from.hasRemaining() && engine.unwrap(from, plain).bytesConsumed() > 0;
            }
          };
    }
    assertFalse(from.hasRemaining());
  }
}
