package io.vivarium.zab;

import io.vivarium.model.Request;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.Pong;
import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What a sync promises: whoever reads behind it sees everything that was acknowledged to anyone before. Server 1 of three leads, server 2
 * is on link 12, observer 4 on link 14 where there is one.
 */
final class BarriersTest {
  private static final long B0 = 0x100000000L;
  private static final long B1 = 0x100000001L;

  private static Solo leading() {
    return Solo.ofThree(1).start(0, 0).wins(0, 0).established(0);
  }

  private static Pong pong() {
    return new Pong(B0, new long[0], new int[0]);
  }

  private static QuorumMessage.Request sync() {
    return new QuorumMessage.Request(5, 6, 9, null, ByteBuffer.allocate(0));
  }

  /** Who acknowledged the proposal did so after the sync came: that proves as much as answers to pings. */
  @Test
  void aSyncIsAnsweredBeforeAProposalThatCameLaterIsCommitted() {
    Solo solo = leading();
    solo.server.sync(41, solo.now);
    solo.propose(B1);
    solo.server.sync(42, solo.now);
    solo.quietly();

    solo.persisted(B1);
    solo.does();
    solo.gets(12, new Ack(B1));

    solo.does("synced 41", "12 <- COMMIT 100000001", "deliver 100000001");
    solo.gets(12, pong(), pong());
    solo.does("12 <- PING 100000001", "synced 42");
  }

  @Test
  void anObserverConfirmsNothing() {
    Solo solo = leading();
    solo.joins(14, 4, true, 0);
    solo.server.sync(41, solo.now);
    solo.does("12 <- PING 100000000");

    solo.gets(14, pong(), pong(), pong());
    solo.does();
    solo.gets(12, pong());

    solo.does("synced 41");
  }

  @Test
  void aSyncThatALearnerPassesOnIsAnsweredOverItsLink() {
    Solo solo = leading();
    solo.joins(13, 3, false, 0);

    solo.gets(13, sync());
    solo.does("12 <- PING 100000000", "13 <- PING 100000000");
    solo.gets(13, sync());
    solo.gets(12, pong());

    // The second came when the round was under way: it waits for the next.
    solo.does("12 <- PING 100000000", "13 <- PING 100000000", "13 <- SYNC");
    solo.gets(12, pong());
    solo.does("13 <- SYNC");
  }

  @Test
  void aLearnerThatIsGoneHoldsUpNobodyElse() {
    Solo solo = leading();
    solo.joins(13, 3, false, 0);
    solo.gets(13, sync());
    solo.server.sync(41, solo.now);
    solo.server.linkClosed(13, "reset", solo.now);
    solo.quietly();

    solo.gets(12, pong(), pong());

    solo.does("12 <- PING 100000000", "synced 41");
  }

  /** A leader that was replaced without knowing hears from no quorum of the new membership, or of the old. */
  @Test
  void whileTheMembershipChangesAQuorumOfBothConfirms() {
    Solo solo =
        new Solo(1, Ensembles.of(3, 1), Ensembles.options(true, 500), Set.of())
            .start(0, 0)
            .wins(0, 0)
            .established(0);
    solo.joins(13, 3, false, 0);
    solo.joins(15, 5, false, 0);
    String joining = Ensembles.line(5, Membership.Role.PARTICIPANT);
    solo.server.reconfigure(new Request.Reconfig(joining, null, null, -1), B1);
    solo.propose(B1);
    solo.server.sync(41, solo.now);
    // Of four the leader and one other are no quorum, of three they are.
    solo.quietly().gets(12, pong());
    solo.does();

    solo.persisted(B1);
    solo.gets(12, new Ack(B1));
    solo.does();
    solo.gets(15, new Ack(B1));
    solo.quietly().gets(15, pong());

    solo.does("synced 41");
  }

  @Test
  void syncsOfARoleThatHasEndedAreNotAnswered() {
    Solo solo = leading();
    solo.server.sync(41, solo.now);
    solo.server.linkClosed(12, "reset", solo.now);
    solo.pass(30);
    solo.done.removeIf(line -> !line.startsWith("synced") && !line.equals("look"));

    solo.does("look");
  }
}
