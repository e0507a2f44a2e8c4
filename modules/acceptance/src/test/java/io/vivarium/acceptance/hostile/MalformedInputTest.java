package io.vivarium.acceptance.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.wire.RawRequest;
import io.vivarium.acceptance.wire.WireConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedInputTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private static final int MARSHALLING_ERROR = -5;
  private static final int BAD_ARGUMENTS = -8;
  private static final int NO_NODE = -101;

  private Witness witness;

  @BeforeEach
  void callWitness() throws Exception {
    witness = new Witness(SERVER);
  }

  private static int port() {
    return SERVER.server().port();
  }

  /** The server may close at any moment of what is sent here. */
  private static void sendAndForget(byte[]... pieces) throws IOException {
    try (WireConnection connection = new WireConnection(port())) {
      for (byte[] piece : pieces) {
        connection.send(piece);
      }
    } catch (SocketException closedByServer) {
      // as it should be, if it did not like what it got
    }
  }

  @Test
  void randomBytesInsteadOfAHandshakeDisturbNobody() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      sendAndForget(noise);
    }
    witness.assertUndisturbed();
  }

  @Test
  void randomRequestsAfterAHandshakeDisturbNobody() throws Exception {
    Random random = new Random(2);
    List<Integer> ops =
        List.of(
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 100, 101, 103,
            105, 106, 107);
    for (int i = 0; i < 500; i++) {
      byte[] noise = new byte[random.nextInt(100)];
      random.nextBytes(noise);
      int op = ops.get(random.nextInt(ops.size()));
      sendAndForget(RawRequest.connect(1_000), RawRequest.request(1, op).raw(noise).frame());
    }
    witness.assertUndisturbed();
  }

  @Test
  void requestsWithFlippedBitsDisturbNobody() throws Exception {
    byte[] recorded;
    try (InputStream in =
        getClass().getResourceAsStream("/client-wire/38-raw-bad-arguments.0.c2s.bin")) {
      recorded = in.readAllBytes();
    }
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      byte[] changed = recorded.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      }
      sendAndForget(changed);
    }
    witness.assertUndisturbed();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x100000, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void aFrameLengthOutOfRangeClosesTheConnection(int length) throws Exception {
    byte[] prefix = ByteBuffer.allocate(4).putInt(length).array();
    try (WireConnection fresh = new WireConnection(port());
        WireConnection established = WireConnection.session(port())) {
      fresh.send(prefix);
      assertTrue(fresh.endsNow(), "instead of a handshake");
      established.send(prefix);
      assertTrue(established.endsNow(), "in a session");
    }
    witness.assertUndisturbed();
  }

  @Test
  void aPathThatIsNotUtf8IsNoPath() throws Exception {
    byte[] invalid = {'/', (byte) 0xc3, (byte) 0x28, (byte) 0xff};
    try (WireConnection connection = WireConnection.session(port())) {
      connection.send(
          RawRequest.request(1, RawRequest.CREATE)
              .buffer(invalid)
              .buffer(new byte[0])
              .openAcl()
              .number(0)
              .frame());
      assertEquals(BAD_ARGUMENTS, connection.receiveError());
      connection.send(
          RawRequest.request(2, RawRequest.GET_DATA).buffer(invalid).flag(false).frame());
      assertEquals(NO_NODE, connection.receiveError());
    }
    witness.assertUndisturbed();
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aFieldLengthOutOfRangeIsAnErrorOfItsRequestAlone(int length) throws Exception {
    try (WireConnection connection = WireConnection.session(port())) {
      connection.send(RawRequest.request(1, RawRequest.GET_DATA).number(length).frame());
      assertEquals(MARSHALLING_ERROR, connection.receiveError());
      connection.send(RawRequest.request(2, RawRequest.EXISTS).string("/").flag(false).frame());
      assertEquals(0, connection.receiveError());
    }
    witness.assertUndisturbed();
  }

  @Test
  void aVectorThatClaimsBillionsOfElementsCostsNothing() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (WireConnection connection = WireConnection.session(port())) {
        connection.send(
            RawRequest.request(1, RawRequest.SET_WATCHES)
                .longNumber(0)
                .number(Integer.MAX_VALUE)
                .frame());
        assertEquals(MARSHALLING_ERROR, connection.receiveError());
        connection.send(
            RawRequest.request(2, RawRequest.CREATE)
                .string("/never")
                .buffer(new byte[0])
                .number(Integer.MAX_VALUE)
                .frame());
        assertEquals(MARSHALLING_ERROR, connection.receiveError());
      }
    }
    witness.assertUndisturbed();
  }

  @Test
  void aHandshakeCutShortAtAnyByteDisturbsNobody() throws Exception {
    byte[] handshake = RawRequest.connect(1_000);
    for (int length = 0; length < handshake.length; length++) {
      sendAndForget(Arrays.copyOf(handshake, length));
    }
    witness.assertUndisturbed();
  }

  @Test
  void aPasswordOfImpossibleLengthEndsTheHandshake() throws Exception {
    for (int length : new int[] {Integer.MAX_VALUE, -7, 1 << 20}) {
      byte[] request =
          new RawRequest()
              .number(0)
              .longNumber(0)
              .number(1_000)
              .longNumber(0)
              .number(length)
              .frame();
      try (WireConnection connection = new WireConnection(port())) {
        connection.send(request);
        assertTrue(connection.endsNow());
      }
    }
    witness.assertUndisturbed();
  }

  @Test
  void httpOnTheClientPortIsRefused() throws Exception {
    try (WireConnection connection = new WireConnection(port())) {
      connection.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      assertTrue(connection.endsNow());
    }
    witness.assertUndisturbed();
  }
}
