package io.vivarium.consensus.zab.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.JuteWriter;
import io.vivarium.consensus.zab.MemoryConnection;
import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.consensus.zab.SilentHandler;
import io.vivarium.consensus.zab.wire.QuorumAuthPacket;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Both ends of a connection: who proves what, and what becomes of the connection. */
class ProofTest {
  private static final Endpoint PLACE =
      new Endpoint(Endpoint.Purpose.PEER, "h1", 2888, false, -1, false);
  private static final Executor AT_ONCE = Runnable::run;

  private final MemoryNetwork network = new MemoryNetwork();
  private final List<String> told = new ArrayList<>();

  @Test
  void behindAProofPacketsGoBothWays() throws Exception {
    connect(
        Passwords.of(Passwords.RIGHT, true, AT_ONCE), Passwords.of(Passwords.RIGHT, true, AT_ONCE));
    assertEquals(
        List.of("listener opened", "opener opened", "listener got 7", "opener got 8"), told);
  }

  @Test
  void aWrongPasswordEndsTheConnectionAtBothEnds() throws Exception {
    connect(Passwords.of("guess", true, AT_ONCE), Passwords.of(Passwords.RIGHT, true, AT_ONCE));
    assertEquals(2, told.size(), told::toString);
    assertTrue(told.get(0).startsWith("listener failed: DIGEST-MD5"), told::toString);
    assertTrue(
        told.get(1).startsWith("opener failed: the other server has refused"), told::toString);
    assertTrue(network.connections().stream().noneMatch(MemoryConnection::open));
    assertFalse(told.toString().contains("guess"));
  }

  @Test
  void whoProvesNothingIsTurnedAwayWhereItIsDemanded() throws Exception {
    connect(Passwords.of(null, false, AT_ONCE), Passwords.of(Passwords.RIGHT, true, AT_ONCE));
    assertTrue(told.contains("opener opened"), told::toString);
    assertTrue(
        told.stream().anyMatch(line -> line.contains("serverRequireSasl demands")), told::toString);
    assertFalse(told.contains("listener opened"), told::toString);
    assertTrue(network.connections().stream().noneMatch(MemoryConnection::open));
  }

  @Test
  void whileAnEnsembleIsSwitchedBothKindsAreServed() throws Exception {
    connect(Passwords.of(null, false, AT_ONCE), Passwords.of(null, false, AT_ONCE));
    connectAt(
        "h2", Passwords.of(Passwords.RIGHT, false, AT_ONCE), Passwords.of(null, false, AT_ONCE));
    assertEquals(2, told.stream().filter("listener got 7"::equals).count(), told::toString);
    assertEquals(2, told.stream().filter("opener got 8"::equals).count(), told::toString);
  }

  @Test
  void whileAnEnsembleIsSwitchedEvenAFailureIsServed() throws Exception {
    listen("h1", Passwords.of(null, false, AT_ONCE));
    MemoryConnection peer = network.dial("h1", 2888, new SilentHandler());
    peer.send(packet(QuorumAuthPacket.Status.IN_PROGRESS, new byte[] {1, 2}));
    peer.send(frame(7));
    assertEquals(List.of("listener opened", "listener got 7"), told);
  }

  @Test
  void whoOnlyRingsTheBellIsHeardWhereNothingIsDemanded() throws Exception {
    listen("h1", Passwords.of(null, false, AT_ONCE));
    network.dial("h1", 2888, new SilentHandler()).close();
    network.run();
    assertEquals("listener opened", told.getFirst());
  }

  @Test
  void aListenerThatClaimsToBelieveHasToProveItselfToo() throws Exception {
    network.listen(
        PLACE,
        connection ->
            new SilentHandler() {
              @Override
              public void onFrame(ByteBuffer frame) {
                QuorumAuthPacket forged =
                    new QuorumAuthPacket(QuorumAuthPacket.Status.SUCCESS, new byte[0]);
                JuteWriter out = new JuteWriter();
                forged.encode(out);
                connection.write(out.view());
                connection.flush();
              }
            });
    open(PLACE, Passwords.of(Passwords.RIGHT, true, AT_ONCE));
    assertEquals(1, told.size(), told::toString);
    assertTrue(told.getFirst().startsWith("opener failed"), told::toString);
  }

  @Test
  void aListenerThatNeverComesToAnEndIsGivenUp() throws Exception {
    network.listen(
        PLACE,
        connection ->
            new SilentHandler() {
              @Override
              public void onFrame(ByteBuffer frame) {
                connection.write(
                    ByteBuffer.wrap(packet(QuorumAuthPacket.Status.IN_PROGRESS, null)));
                connection.flush();
              }
            });
    open(PLACE, Passwords.of(Passwords.RIGHT, true, AT_ONCE));
    assertEquals(1, told.size(), told::toString);
    assertTrue(network.connections().stream().noneMatch(MemoryConnection::open));
  }

  @Test
  void aConnectionThatEndsWhileTheProofIsPreparedIsForgotten() throws Exception {
    List<Runnable> later = new ArrayList<>();
    network.listen(PLACE, connection -> new SilentHandler());
    open(PLACE, Passwords.of(Passwords.RIGHT, true, later::add));
    network.connections().getLast().close();
    network.run();
    later.forEach(Runnable::run);
    network.run();
    assertEquals(List.of("opener failed: the peer has closed the connection"), told);
  }

  @Test
  void halfAPacketIsWaitedForAndAnEndlessOneIsNot() throws Exception {
    listen("h1", Passwords.of(null, true, AT_ONCE));
    byte[] whole = packet(QuorumAuthPacket.Status.IN_PROGRESS, new byte[0]);
    MemoryConnection slow = network.dial("h1", 2888, new SilentHandler());
    for (byte each : whole) {
      slow.send(new byte[] {each});
    }
    assertTrue(slow.open());
    MemoryConnection endless = network.dial("h1", 2888, new SilentHandler());
    endless.send(ByteBuffer.wrap(whole.clone()).putInt(12, 1 << 20).array());
    assertFalse(endless.open());
  }

  @Test
  void anAddressThatGoesOnFailingIsNotEvenHeardForAWhile() throws Exception {
    ManualClock time = new ManualClock();
    listen("h1", Passwords.of(Passwords.RIGHT, true, AT_ONCE, time));
    PeerAuthentication guessing = Passwords.of("guess", true, AT_ONCE);
    for (int i = 0; i < 20; i++) {
      open(PLACE, guessing);
    }
    assertEquals(20, told.stream().filter(line -> line.startsWith("listener failed")).count());
    told.clear();

    PeerAuthentication honest = Passwords.of(Passwords.RIGHT, true, AT_ONCE);
    open(PLACE, honest);
    assertFalse(told.contains("listener opened"), told::toString);
    time.nanos = TimeUnit.MILLISECONDS.toNanos(201);
    open(PLACE, honest);
    assertTrue(told.contains("listener opened"), told::toString);
  }

  /** Stands still until it is moved. */
  private static final class ManualClock implements TimeSource {
    private long nanos;

    @Override
    public long monotonicNanos() {
      return nanos;
    }

    @Override
    public long wallMillis() {
      return 0;
    }
  }

  private void connect(PeerAuthentication opener, PeerAuthentication listener) throws IOException {
    connectAt("h1", opener, listener);
  }

  private void connectAt(String host, PeerAuthentication opener, PeerAuthentication listener)
      throws IOException {
    listen(host, listener);
    open(new Endpoint(Endpoint.Purpose.PEER, host, 2888, false, -1, false), opener);
  }

  private void listen(String host, PeerAuthentication listener) throws IOException {
    network.listen(
        new Endpoint(Endpoint.Purpose.PEER, host, 2888, false, -1, false),
        listener.accepting(
            packets("listener", false), reason -> told.add("listener failed: " + reason)));
  }

  private void open(Endpoint place, PeerAuthentication opener) {
    network.connect(
        place,
        opener.opening(
            "h1", packets("opener", true), reason -> told.add("opener failed: " + reason)),
        reason -> told.add("not connected"));
    network.run();
  }

  private HandlerFactory packets(String end, boolean speaksFirst) {
    return connection -> {
      told.add(end + " opened");
      if (speaksFirst) {
        write(connection, 7);
      }
      return new SilentHandler() {
        @Override
        public int frameLength(ByteBuffer received) {
          return received.remaining() < Long.BYTES ? 0 : Long.BYTES;
        }

        @Override
        public void onFrame(ByteBuffer frame) {
          long value = frame.getLong();
          told.add(end + " got " + value);
          if (!speaksFirst) {
            write(connection, value + 1);
          }
        }
      };
    };
  }

  private static void write(Connection connection, long value) {
    connection.write(ByteBuffer.wrap(frame(value)));
    connection.flush();
  }

  private static byte[] frame(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static byte[] packet(QuorumAuthPacket.Status status, byte @Nullable [] token) {
    JuteWriter out = new JuteWriter();
    new QuorumAuthPacket(status, token).encode(out);
    return out.toByteArray();
  }
}
