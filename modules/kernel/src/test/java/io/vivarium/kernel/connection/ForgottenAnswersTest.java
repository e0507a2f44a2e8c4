package io.vivarium.kernel.connection;

import static io.vivarium.kernel.connection.ConnectionRig.creation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.kernel.connection.ConnectionRig.Peer;
import io.vivarium.kernel.pipeline.Client;
import io.vivarium.kernel.pipeline.Outgoing;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pipeline has answered is held until it is written or nobody can get it, and no longer: it is counted until then. */
class ForgottenAnswersTest {
  private final ConnectionRig rig = new ConnectionRig();

  private static Outgoing.Answer large(int xid) {
    Reply body = new Reply.Names(List.of("a", "b"));
    return new Outgoing.Answer(OpCode.GET_CHILDREN, xid, 1, 0, body, 0, false);
  }

  private static void assertForgotten(Outgoing.Answer... answers) {
    for (Outgoing.Answer answer : answers) {
      assertEquals(Reply.Empty.INSTANCE, answer.body(), () -> "answer " + answer.xid());
    }
  }

  @Test
  void anAnswerThatWasWrittenIsNotHeldUntilTheNext() {
    Peer peer = rig.established();
    peer.asks(1, creation("/a", 0));
    Outgoing.Answer answer = large(1);
    peer.gets(answer);
    assertEquals(List.of("1 OK"), peer.story());
    assertForgotten(answer);
  }

  @Test
  void aConnectionThatHasEndedHoldsNoAnswersAndIsMadeNone() {
    Peer peer = rig.established();
    peer.asks(
        1,
        creation("/a", 0),
        new Request.Exists("/", false),
        new Request.Exists("/", false),
        new Request.Exists("/", false));
    Outgoing.Answer first = large(1);
    Outgoing.Answer second = large(2);
    peer.client().put(first);
    peer.client().put(second);
    peer.handler.onClosed(null);
    assertForgotten(first, second);
    assertFalse(peer.client().admits(100_000));
    assertEquals(0, rig.unsent.bytes());
  }

  @Test
  void norDoesItTakeAny() {
    Peer peer = rig.established();
    peer.asks(1, creation("/a", 0));
    peer.handler.onClosed(null);
    WeakReference<Outgoing.Answer> late = putLate(peer.client());
    for (int i = 0; i < 100 && late.get() != null; i++) {
      System.gc();
    }
    assertNull(late.get());
  }

  private static WeakReference<Outgoing.Answer> putLate(Client client) {
    Outgoing.Answer answer = large(1);
    client.put(answer);
    return new WeakReference<>(answer);
  }
}
