package io.vivarium.consensus.zab.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ports are bound beside the engine while it changes its mind; a test does one step after the other. */
class LearnerPortsTest {
  private static final List<Endpoint> HERE = List.of(endpoint("h1"));
  private static final List<Endpoint> THERE = List.of(endpoint("h2"));

  private final MemoryNetwork network = new MemoryNetwork();
  private final Queue<Runnable> blocking = new ArrayDeque<>();
  private final Queue<Runnable> engine = new ArrayDeque<>();
  private final List<String> failures = new ArrayList<>();

  /** The generation of the port that the last connection came through. */
  private long arrivedThrough;

  private final LearnerPorts ports =
      new LearnerPorts(network, blocking::add, engine::add, this::handlers, failures::add);

  private static Endpoint endpoint(String host) {
    return new Endpoint(Endpoint.Purpose.PEER, host, 2888, false, -1, false);
  }

  private HandlerFactory handlers(long generation) {
    return connection -> {
      arrivedThrough = generation;
      return new Deaf();
    };
  }

  private void settle() {
    while (!blocking.isEmpty() || !engine.isEmpty()) {
      (blocking.isEmpty() ? engine : blocking).remove().run();
    }
  }

  /** Whether a learner that connects now is wanted. */
  private boolean wanted() {
    network.dial("h1", 2888, new Deaf());
    return ports.current(arrivedThrough);
  }

  @Test
  void learnersArriveWhereTheyAreAwaited() {
    ports.listen(HERE);
    settle();
    assertEquals(List.of("h1:2888"), network.listening());
    assertTrue(wanted());

    ports.listen(THERE);
    settle();
    assertEquals(List.of("h2:2888"), network.listening());
  }

  @Test
  void nobodyIsWantedFromTheMomentThatNobodyIsAwaited() {
    ports.listen(HERE);
    settle();

    ports.listen(List.of());

    assertFalse(wanted(), "the port is still bound");
    settle();
    assertEquals(List.of(), network.listening());
  }

  /** A role ended and the next began while the port was being bound: the same place, but those who came were refused meanwhile. */
  @Test
  void aPlaceThatIsWantedAgainIsBoundAnewForThoseWhoComeNow() {
    ports.listen(HERE);
    blocking.remove().run();
    ports.listen(List.of());
    ports.listen(HERE);
    settle();

    assertEquals(List.of("h1:2888"), network.listening());
    assertTrue(wanted());
  }

  /** The port of the role before is still there when the next begins: who comes through it means the next. */
  @Test
  void whoCameThroughThePortOfTheRoleBeforeIsWantedAtTheSamePlace() {
    ports.listen(HERE);
    settle();
    assertTrue(wanted());
    long before = arrivedThrough;

    ports.listen(List.of());
    assertFalse(ports.current(before), "nobody is awaited");
    ports.listen(HERE);

    assertTrue(ports.current(before));
    settle();
    assertTrue(wanted());
  }

  @Test
  void whoCameThroughAnotherPlaceIsNotWanted() {
    ports.listen(HERE);
    settle();
    assertTrue(wanted());
    long before = arrivedThrough;

    ports.listen(THERE);

    assertFalse(ports.current(before));
  }

  @Test
  void aPlaceThatIsTakenIsToldAndMayBeAskedForAgain() {
    network.take("h1:2888");
    ports.listen(HERE);
    settle();
    assertEquals(List.of("cannot listen on h1:2888: address already in use"), failures);

    network.free("h1:2888");
    ports.listen(HERE);
    settle();
    assertEquals(1, failures.size());
    assertTrue(wanted());
  }

  @Test
  void nobodyIsToldOfAFailureThatIsOfThePast() {
    network.take("h1:2888");
    ports.listen(HERE);
    blocking.remove().run();
    ports.listen(THERE);
    settle();

    assertEquals(List.of(), failures);
    assertEquals(List.of("h2:2888"), network.listening());
  }

  @Test
  void aPortThatIsBoundAfterTheEndIsFreed() {
    ports.listen(HERE);
    ports.close();
    blocking.remove().run();

    assertEquals(List.of(), network.listening());
  }

  /** Does nothing with what it hears. */
  private static final class Deaf implements ConnectionHandler {
    @Override
    public int frameLength(ByteBuffer received) {
      return 0;
    }

    @Override
    public void onFrame(ByteBuffer frame) {}

    @Override
    public void onReadDone() {}

    @Override
    public void onWritable(boolean writable) {}

    @Override
    public void onClosed(@Nullable Throwable cause) {}
  }
}
