package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final long MILLI = 1_000_000;
  private static final int PORT = 2181;

  private final Scheduler scheduler = new Scheduler(1);
  private final Network network = new Network(scheduler);
  private final Life one = life("one");
  private final Life two = life("two");
  private final SimulatedTransport first = new SimulatedTransport(network, 1, one);
  private final SimulatedTransport second = new SimulatedTransport(network, 2, two);
  private final List<String> failures = new ArrayList<>();

  private Life life(String name) {
    return new Life(name, scheduler, 0, 0, (_, _, _, _) -> {});
  }

  /** Keeps what it hears. */
  private static final class Ear implements ConnectionHandler {
    private final StringBuilder heard = new StringBuilder();
    private @Nullable Connection connection;
    private boolean closed;
    private @Nullable Throwable cause;

    private Ear opened(Connection opened) {
      connection = opened;
      return this;
    }

    private void say(String text) {
      Connection open = Objects.requireNonNull(connection);
      open.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
      open.flush();
    }

    @Override
    public int frameLength(ByteBuffer received) {
      return received.remaining();
    }

    @Override
    public void onFrame(ByteBuffer frame) {
      heard.append(StandardCharsets.US_ASCII.decode(frame));
    }

    @Override
    public void onReadDone() {}

    @Override
    public void onWritable(boolean writable) {}

    @Override
    public void onClosed(@Nullable Throwable why) {
      closed = true;
      cause = why;
    }
  }

  private final Ear caller = new Ear();
  private final Ear called = new Ear();

  private void runMs(long ms) {
    long end = scheduler.nowNanos() + ms * MILLI;
    while (scheduler.step(end)) {
      // One event after the other.
    }
  }

  private static Endpoint endpoint(int machine) {
    return Endpoint.client(Network.address(machine).getHostAddress(), PORT);
  }

  private void dial() {
    first.connect(endpoint(2), caller::opened, why -> failures.add(why.getMessage()));
  }

  private void connect() throws IOException {
    second.listen(endpoint(2), called::opened);
    dial();
    runMs(10);
    assertNotNull(caller.connection);
    assertNotNull(called.connection);
  }

  @Test
  void bytesArriveInOrderInPiecesLater() throws IOException {
    connect();
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      caller.say("word" + i + " ");
      said.append("word").append(i).append(' ');
    }
    assertEquals("", called.heard.toString());
    runMs(100);
    assertEquals(said.toString(), called.heard.toString());
    assertEquals(said.length(), network.carried());
  }

  @Test
  void whereNobodyListensAConnectIsRefused() {
    dial();
    runMs(10);
    assertEquals(1, failures.size());
    assertTrue(failures.getFirst().contains("refused"), failures::toString);
  }

  @Test
  void aPortIsBoundOnce() throws IOException {
    second.listen(endpoint(2), called::opened);
    assertThrows(BindException.class, () -> second.listen(endpoint(2), called::opened));
  }

  @Test
  void aConnectIntoSilenceTakesLongToFail() throws IOException {
    second.listen(endpoint(2), called::opened);
    network.hold(new Network.Way(2, 1));
    dial();
    runMs(4_900);
    assertEquals(List.of(), failures);
    runMs(200);
    assertTrue(failures.getFirst().contains("timed out"), failures::toString);
  }

  @Test
  void oneDirectionCanBeSilentAndWhatWasSaidArrivesWhenItIsHealed() throws IOException {
    connect();
    network.hold(new Network.Way(1, 2));
    caller.say("held");
    called.say("free");
    runMs(1_000);
    assertEquals("", called.heard.toString());
    assertEquals("free", caller.heard.toString());
    network.heal(new Network.Way(1, 2));
    runMs(10);
    assertEquals("held", called.heard.toString());
  }

  @Test
  void aSlowWayIsSlow() throws IOException {
    connect();
    network.slow(new Network.Way(1, 2), 10_000 * MILLI);
    for (int i = 0; i < 5; i++) {
      caller.say("x");
    }
    runMs(3);
    assertTrue(called.heard.length() < 5);
    runMs(10_010);
    assertEquals("xxxxx", called.heard.toString());
  }

  /** A reset lets a part of what is under way through, any part. */
  @Test
  void aConnectionMayBreakAfterAnyByte() throws IOException {
    connect();
    Set<Integer> lengths = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      lengths.add(arrivesOfFour(seed));
    }
    assertEquals(Set.of(0, 1, 2, 3, 4), lengths);
  }

  private static int arrivesOfFour(long seed) throws IOException {
    NetworkTest other = another(seed);
    other.connect();
    other.caller.say("four");
    other.network.reset(1, 2);
    other.runMs(20);
    assertTrue(other.called.closed);
    assertNotNull(other.called.cause);
    return other.called.heard.length();
  }

  @Test
  void whatIsDroppedDoesNotArriveAtAll() throws IOException {
    connect();
    caller.say("lost");
    network.drop(1, 2);
    runMs(20);
    assertEquals("", called.heard.toString());
    assertTrue(called.closed && caller.closed);
  }

  @Test
  void aProcessThatIsKilledClosesItsConnectionsAndOneWithoutPowerDoesNot() throws IOException {
    connect();
    two.end();
    network.died(two, true);
    runMs(1_000);
    assertFalse(caller.closed);

    NetworkTest other = another(2);
    other.connect();
    other.two.end();
    other.network.died(other.two, false);
    other.runMs(10);
    assertTrue(other.caller.closed);
  }

  @Test
  void aMachineThatIsBackRefusesWhatIsSentToItsFormerProcess() throws IOException {
    connect();
    two.end();
    network.died(two, true);
    new SimulatedTransport(network, 2, life("two again")).listen(endpoint(2), called::opened);
    network.started(2);
    caller.say("anybody?");
    runMs(20);
    assertTrue(caller.closed);
  }

  @Test
  void aNextStateIsCutOnce() {
    network.cutNextState(2);
    assertFalse(network.cutsState(new Network.Way(1, 3)));
    assertTrue(network.cutsState(new Network.Way(1, 2)));
    assertFalse(network.cutsState(new Network.Way(1, 2)));
  }

  /** Another world, with another chance. */
  private static NetworkTest another(long seed) {
    NetworkTest other = new NetworkTest();
    for (long drawn = 0; drawn < seed; drawn++) {
      other.network.chance().nextLong();
    }
    return other;
  }
}
