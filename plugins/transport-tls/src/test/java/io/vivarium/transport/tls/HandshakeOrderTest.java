package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What becomes of the tasks of a handshake. */
class HandshakeOrderTest {
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<String> happened = new ArrayList<>();

  private final HandshakeOrder order =
      new HandshakeOrder(
          waiting::add,
          new HandshakeOrder.Turns() {
            @Override
            public void ours() {
              happened.add("ours");
            }

            @Override
            public void theirs() {
              happened.add("theirs");
            }
          });

  private final EmbeddedChannel channel = new EmbeddedChannel(order);

  private void compute() {
    order.execute(() -> happened.add("computed"));
  }

  @Test
  void aTaskIsComputedElsewhere() {
    compute();
    assertEquals(List.of("ours"), happened);

    waiting.removeFirst().run();
    assertEquals(List.of("ours", "computed", "theirs"), happened);
  }

  /** Each would cost what a connection does, and none would be counted. */
  @Test
  void anotherHandshakeOnAConnectionThatStandsIsRefused() {
    order.done();
    assertThrows(RejectedExecutionException.class, this::compute);
    assertEquals(List.of(), happened);
    assertEquals(List.of(), waiting);
  }

  @Test
  void whatWaitsForAConnectionThatIsGoneIsNotComputed() {
    compute();
    assertTrue(channel.close().isSuccess());

    waiting.removeFirst().run();
    assertEquals(List.of("ours", "theirs"), happened);

    compute();
    assertEquals(List.of(), waiting);
  }
}
