package io.vivarium.kernel.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.Peer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the pipeline is woken for what connections have published. */
class SubmissionsTest {
  private final List<Runnable> endOfRound = new ArrayList<>();
  private final Connection connection = new Rounds();
  private int woken;
  private final Submissions submissions = new Submissions();

  private void published(int requests, Connection by) {
    submissions.published(requests, by, () -> woken++);
  }

  private void round() {
    List<Runnable> due = List.copyOf(endOfRound);
    endOfRound.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void severalConnectionsWakeThePipelineOnceWhenTheRoundEnds() {
    published(1, connection);
    published(2, new Rounds());
    assertEquals(0, woken);
    round();
    assertEquals(1, woken);
    assertTrue(endOfRound.isEmpty());
    published(1, connection);
    round();
    assertEquals(2, woken);
  }

  @Test
  void manyRequestsDoNotWaitForTheEnd() {
    published(16, connection);
    published(16, connection);
    assertEquals(1, woken);
    round();
    assertEquals(1, woken);
    published(1000, connection);
    assertEquals(2, woken);
    assertTrue(endOfRound.isEmpty());
  }

  @Test
  void whatComesBehindAWakeUpIsNotForgotten() {
    published(31, connection);
    published(1, connection);
    published(1, connection);
    assertEquals(1, woken);
    assertFalse(endOfRound.isEmpty());
    round();
    assertEquals(2, woken);
  }

  /** Keeps what is to be done at the end of a round. */
  private final class Rounds implements Connection {
    @Override
    public void atEndOfRound(Runnable task) {
      endOfRound.add(task);
    }

    @Override
    public Peer peer() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(ByteBuffer bytes) {}

    @Override
    public void flush() {}

    @Override
    public long pendingBytes() {
      return 0;
    }

    @Override
    public void execute(Runnable task) {}

    @Override
    public void reading(boolean on) {}

    @Override
    public void close() {}
  }
}
