package io.vivarium.consensus.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.RoleChanges;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A state that an operator brings: the order in which things happen. Each test is the pipeline's thread. */
class RestorationTest {
  private static final StagedState STATE = new Numbered(0x20);

  private final List<String> events = new ArrayList<>();
  private final Queue<Runnable> blocking = new ArrayDeque<>();
  private final List<@Nullable Exception> outcomes = new ArrayList<>();
  private @Nullable IOException diskFailure;
  private final StandaloneConsensus engine =
      new StandaloneConsensus((reason, _, _) -> events.add("stop " + reason));

  RestorationTest() {
    engine.attach(host(), new RecoveredHistory(0x10, 0, true));
    engine.poll(0);
    events.clear();
  }

  /** A facet of the host that notes each call with its arguments. */
  private <T> T noting(Class<T> facet) {
    InvocationHandler note =
        (_, method, arguments) -> {
          if (method.getName().equals("secure") && diskFailure != null) {
            throw diskFailure;
          }
          StringBuilder event = new StringBuilder(method.getName());
          for (Object argument : arguments == null ? new Object[0] : arguments) {
            if (argument instanceof Long number) {
              event.append(" 0x").append(Long.toHexString(number));
            } else if (argument instanceof Proposal proposal) {
              event.append(" 0x").append(Long.toHexString(proposal.zxid()));
            }
          }
          events.add(event.toString());
          return null;
        };
    return facet.cast(Proxy.newProxyInstance(facet.getClassLoader(), new Class<?>[] {facet}, note));
  }

  private ConsensusHost host() {
    RoleChanges roles = noting(RoleChanges.class);
    Delivery delivery = noting(Delivery.class);
    StateTransfer state = noting(StateTransfer.class);
    return (ConsensusHost)
        Proxy.newProxyInstance(
            ConsensusHost.class.getClassLoader(),
            new Class<?>[] {ConsensusHost.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "roles" -> roles;
                  case "delivery" -> delivery;
                  case "state" -> state;
                  case "resources" ->
                      new EngineResources(
                          EnsembleSettings.STANDALONE, null, new Random(1), blocking::add);
                  default -> null;
                });
  }

  private static Proposal proposal(long zxid) {
    return new Proposal(zxid, ByteBuffer.allocate(0));
  }

  private void restore() {
    assertTrue(engine.restores());
    engine.restore(STATE, outcomes::add);
    engine.poll(0);
  }

  @Test
  void theRoleEndsBeforeAndBeginsAfter() {
    restore();
    blocking.remove().run();
    assertEquals(List.of(), outcomes);
    engine.poll(0);
    assertEquals(List.of("look", "install", "secure", "lead 0x1 0x100000000"), events);
    assertEquals(1, outcomes.size());
    assertEquals(null, outcomes.getFirst());
  }

  @Test
  void whatIsOnItsWayToTheDiskIsDeliveredFirst() {
    engine.propose(proposal(0x11));
    restore();
    assertEquals(List.of("persist 0x11", "look"), events);
    engine.persisted(0x11);
    engine.poll(0);
    assertEquals(List.of("persist 0x11", "look", "deliver 0x11", "install"), events);
  }

  @Test
  void writesGoOnInTheNewEpoch() {
    restore();
    blocking.remove().run();
    engine.poll(0);
    engine.propose(proposal(0x1_0000_0001L));
    engine.persisted(0x1_0000_0001L);
    assertEquals("deliver 0x100000001", events.getLast());
  }

  @Test
  void aSecondOneMeanwhileIsRefused() {
    restore();
    engine.restore(STATE, outcomes::add);
    assertInstanceOf(IllegalStateException.class, outcomes.getFirst());
    blocking.remove().run();
    engine.poll(0);
    assertEquals(2, outcomes.size());
  }

  @Test
  void aStateThatCannotBeMadeDurableStopsTheServer() {
    diskFailure = new IOException("the disk is full");
    restore();
    blocking.remove().run();
    engine.poll(0);
    assertEquals(diskFailure, outcomes.getFirst());
    assertEquals(List.of("look", "install", "stop STORAGE_WRITE"), events);
  }

  /** A state that is a number. */
  private record Numbered(long zxid) implements StagedState {
    @Override
    public Numbered as(long other) {
      return new Numbered(other);
    }
  }
}
