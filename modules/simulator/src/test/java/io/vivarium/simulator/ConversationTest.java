package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a leader and a learner may say, and that what they may not say is noticed. */
class ConversationTest {
  private static final long A = 0x100000000L;
  private static final long B = 0x200000000L;

  private final Disk disk = new Disk(new SplittableRandom(1));
  private final List<String> told = new ArrayList<>();
  private final Conversation talk =
      new Conversation(
          "s2",
          "s1",
          disk,
          new Conversation.Listener() {
            @Override
            public void violated(String rule, String what) {
              told.add(rule);
            }

            @Override
            public void presents(long acceptedEpoch) {
              told.add("presents " + acceptedEpoch);
            }

            @Override
            public void announces(long epoch) {
              told.add("announces " + epoch);
            }

            @Override
            public void acknowledged(long epoch) {
              told.add("acknowledged " + epoch);
            }

            @Override
            public void established(long epoch) {
              told.add("established " + epoch);
            }
          });

  private void leader(QuorumPacket.Type type, long zxid) {
    talk.leaderSays(new QuorumPacket(type, zxid, ByteBuffer.allocate(0)));
  }

  private void learner(QuorumPacket.Type type, long zxid) {
    talk.learnerSays(new QuorumPacket(type, zxid, ByteBuffer.allocate(0)));
  }

  private void logs(long... zxids) {
    for (long zxid : zxids) {
      disk.append(zxid, ByteBuffer.allocate(1));
    }
    disk.force();
  }

  /** The learner has two txns of the first epoch and is told a third one. */
  private void synchronise() {
    logs(A + 1, A + 2);
    learner(QuorumPacket.Type.FOLLOWERINFO, A);
    leader(QuorumPacket.Type.LEADERINFO, B);
    learner(QuorumPacket.Type.ACKEPOCH, A + 2);
    leader(QuorumPacket.Type.DIFF, A + 3);
    leader(QuorumPacket.Type.PROPOSAL, A + 3);
    leader(QuorumPacket.Type.COMMIT, A + 3);
    leader(QuorumPacket.Type.NEWLEADER, B);
  }

  @Test
  void whatIsRightIsHeardWithoutObjection() {
    synchronise();
    logs(A + 3);
    disk.number("currentEpoch", 2);
    learner(QuorumPacket.Type.ACK, B);
    leader(QuorumPacket.Type.UPTODATE, -1);
    learner(QuorumPacket.Type.ACK, B);
    leader(QuorumPacket.Type.PROPOSAL, B + 1);
    logs(B + 1);
    learner(QuorumPacket.Type.ACK, B + 1);
    leader(QuorumPacket.Type.COMMIT, B + 1);
    assertEquals(
        List.of("presents 1", "announces 2", "acknowledged 2", "established 2", "acknowledged 2"),
        told);
  }

  @Test
  void aClaimThatTheDiskDoesNotHave() {
    logs(A + 1);
    learner(QuorumPacket.Type.ACKEPOCH, A + 2);
    assertEquals(List.of("R10"), told);
  }

  @Test
  void anAcknowledgementOfAHistoryThatIsNotOnDisk() {
    synchronise();
    disk.number("currentEpoch", 2);
    told.clear();
    learner(QuorumPacket.Type.ACK, B);
    assertEquals(List.of("acknowledged 2", "I12"), told);
  }

  @Test
  void anAcknowledgementOfAnEpochThatIsNotOnDisk() {
    synchronise();
    logs(A + 3);
    told.clear();
    learner(QuorumPacket.Type.ACK, B);
    assertEquals(List.of("acknowledged 2", "I12"), told);
  }

  @Test
  void anAcknowledgementBeforeTheWholeHistoryWasTold() {
    logs(A + 1);
    disk.number("currentEpoch", 2);
    learner(QuorumPacket.Type.ACKEPOCH, A + 1);
    learner(QuorumPacket.Type.ACK, B);
    assertEquals(List.of("acknowledged 2", "I12"), told);
  }

  @Test
  void aTxnThatIsAcknowledgedBeforeTheHistory() {
    synchronise();
    logs(A + 3);
    told.clear();
    learner(QuorumPacket.Type.ACK, A + 3);
    assertEquals(List.of("I12"), told);
  }

  @Test
  void aTxnThatIsAcknowledgedAndNotOnDisk() {
    synchronise();
    logs(A + 3);
    disk.number("currentEpoch", 2);
    learner(QuorumPacket.Type.ACK, B);
    leader(QuorumPacket.Type.PROPOSAL, B + 1);
    told.clear();
    disk.append(B + 1, ByteBuffer.allocate(1));
    learner(QuorumPacket.Type.ACK, B + 1);
    assertEquals(List.of("I12"), told);
  }

  @Test
  void aHoleInWhatIsTold() {
    synchronise();
    told.clear();
    leader(QuorumPacket.Type.PROPOSAL, B + 2);
    assertEquals(List.of("I7"), told);
  }

  @Test
  void aTxnThatIsToldTwice() {
    synchronise();
    told.clear();
    leader(QuorumPacket.Type.PROPOSAL, A + 3);
    assertEquals(List.of("I7"), told);
  }

  @Test
  void aTruncationAndAStateSayWhereTheHistoryEnds() {
    logs(A + 1, A + 2);
    learner(QuorumPacket.Type.ACKEPOCH, A + 2);
    leader(QuorumPacket.Type.TRUNC, A + 1);
    leader(QuorumPacket.Type.PROPOSAL, A + 2);
    leader(QuorumPacket.Type.SNAP, A + 9);
    leader(QuorumPacket.Type.INFORM, A + 10);
    assertEquals(List.of(), told);
    leader(QuorumPacket.Type.INFORMANDACTIVATE, A + 12);
    assertEquals(List.of("I7"), told);
  }

  @Test
  void commitsOutOfOrderOrOfWhatWasNotTold() {
    synchronise();
    told.clear();
    leader(QuorumPacket.Type.COMMIT, A + 3);
    leader(QuorumPacket.Type.COMMIT, B + 1);
    assertEquals(List.of("R8", "R8"), told);
    assertTrue(disk.holds(A + 2));
  }
}
