package io.vivarium.zab;

import io.vivarium.model.ensemble.Membership.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom an observer learns from: where followers serve observers, each voter in turn, begun at another one by each observer so that they
 * spread; the leader itself comes last. Where they do not, the leader.
 */
final class Masters {
  private final Self self;
  private long tried;

  /**
   * A server to connect to.
   *
   * @param server null when it is not in the membership
   * @param port 0 for its quorum port
   */
  record Master(@Nullable Member server, int port) {}

  Masters(Self self) {
    this.self = self;
  }

  /** The next to be tried while {@code leader} leads. */
  Master next(long leader) {
    int port = self.settings().ensemble().options().observerMasterPort();
    List<Member> followers = new ArrayList<>(self.memberships().committed().participants());
    followers.removeIf(voter -> voter.id() == leader);
    int choice = (int) (tried++ % (followers.size() + 1));
    return port == 0 || choice == followers.size()
        ? new Master(self.memberships().member(leader), 0)
        : new Master(
            followers.get((int) Math.floorMod(self.id() + choice, (long) followers.size())), port);
  }
}
