package io.vivarium.consensus.zab.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.zab.message.QuorumMessage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The bytes of a turn: encoded once, shared where that is cheaper than copying. */
class TurnTest {
  private static final QuorumMessage PROPOSAL =
      new QuorumMessage.Propose(1, ByteBuffer.allocate(1000));

  private final TurnBuffer turn = new TurnBuffer();

  @Test
  void oneMessageForSeveralLinksIsEncodedOnce() {
    TurnBuffer.Range first = turn.encode(PROPOSAL);
    TurnBuffer.Range second = turn.encode(PROPOSAL);
    assertEquals(first, second);
    assertEquals(1020, turn.finish().remaining());
  }

  @Test
  void equalMessagesAreTwo() {
    assertNotEquals(turn.encode(new QuorumMessage.Ack(1)), turn.encode(new QuorumMessage.Ack(1)));
    assertEquals(40, turn.finish().remaining());
  }

  @Test
  void theNextTurnBeginsAtItsBeginning() {
    turn.encode(PROPOSAL);
    ByteBuffer before = turn.finish();
    assertEquals(new TurnBuffer.Range(0, 1020), turn.encode(PROPOSAL));
    turn.encode(new QuorumMessage.Ack(1));
    assertEquals(1020, before.remaining(), "what was given away does not grow");
  }

  @Test
  void whatWasGivenAwayCannotBeChanged() {
    turn.encode(PROPOSAL);
    assertTrue(turn.finish().isReadOnly());
  }

  @Test
  void neighboursAreOneSlice() {
    LinkTurn link = link();
    link.append(turn.encode(new QuorumMessage.Ack(1)));
    link.append(turn.encode(new QuorumMessage.Ack(2)));
    assertEquals(1, link.take(turn.finish()).size());
  }

  @Test
  void aStateParts() {
    LinkTurn link = link();
    link.append(turn.encode(new QuorumMessage.Snap(1)));
    link.appendState();
    link.append(turn.encode(new QuorumMessage.Ack(2)));
    assertEquals(3, link.take(turn.finish()).size());
  }

  @Test
  void aSmallPartOfALargeTurnDoesNotKeepAllOfIt() {
    LinkTurn link = link();
    link.append(turn.encode(new QuorumMessage.Ack(1)));
    turn.encode(PROPOSAL);
    ByteBuffer all = turn.finish();
    Outgoing.Packets small = (Outgoing.Packets) link.take(all).getFirst();
    assertEquals(20, small.bytes().remaining());
    assertEquals(20, small.bytes().array().length, "an array of its own");
  }

  @Test
  void aLargePartIsShared() {
    LinkTurn link = link();
    link.append(turn.encode(PROPOSAL));
    Outgoing.Packets large = (Outgoing.Packets) link.take(turn.finish()).getFirst();
    assertThrows(java.nio.ReadOnlyBufferException.class, () -> large.bytes().put(0, (byte) 1));
  }

  @Test
  void aLinkThatGotItsTurnGetsNothingTwice() {
    LinkTurn link = link();
    link.append(turn.encode(PROPOSAL));
    link.take(turn.finish());
    assertTrue(link.take(turn.finish()).isEmpty());
  }

  /** A link whose connection plays no part. */
  private static LinkTurn link() {
    return new LinkTurn(() -> 0);
  }
}
