package io.vivarium.zab;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.Request;
import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.Violation;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.MembershipChange.Accepted;
import io.vivarium.spi.consensus.MembershipChange.Refused;
import io.vivarium.zab.LearnerLink.Phase;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a leader says to a change of the membership, and who leads after one. */
final class Reconfiguration {
  private final Self self;
  private final LearnerLinks learners;

  Reconfiguration(Self self, LearnerLinks learners) {
    this.self = self;
    this.learners = learners;
  }

  /** Judges a change that would get the zxid. */
  MembershipChange judge(Request.Reconfig request, long zxid) {
    Memberships memberships = self.memberships();
    Membership now = memberships.lastSeen();
    if (!self.reconfig()) {
      return new Refused(ErrorCode.RECONFIG_DISABLED, "reconfigEnabled is not set");
    }
    if (memberships.changing()) {
      return new Refused(ErrorCode.RECONFIG_IN_PROGRESS, "another change is on its way");
    }
    if (request.configId() != -1 && request.configId() != now.version()) {
      return new Refused(
          ErrorCode.BAD_VERSION,
          "for version " + Zxid.text(request.configId()) + ", it is " + Zxid.text(now.version()));
    }
    try {
      return judge(next(request, now).withVersion(zxid));
    } catch (MalformedFrameException | NumberFormatException e) {
      return new Refused(ErrorCode.BAD_ARGUMENTS, String.valueOf(e.getMessage()));
    }
  }

  private MembershipChange judge(Membership next) {
    int voters = next.participants().size();
    int least = self.settings().shrinksToOne() ? 1 : 2;
    if (voters < least) {
      return new Refused(
          ErrorCode.BAD_ARGUMENTS, voters + " voters would remain, at least " + least + " must");
    }
    List<Violation> violations =
        next.violations(self.settings().ensemble().options().multiAddress());
    if (!violations.isEmpty()) {
      return new Refused(ErrorCode.BAD_ARGUMENTS, violations.getFirst().toString());
    }
    String clash = clash(next);
    if (clash != null) {
      return new Refused(ErrorCode.BAD_ARGUMENTS, clash);
    }
    // Whoever is connected as an observer acks nothing: the change would never be committed, and
    // this leader would count on nobody.
    boolean ready =
        next.quorums().isQuorum(id -> id == self.id() || learners.votes(id, Phase.SYNCED));
    return ready
        ? new Accepted(next)
        : new Refused(
            ErrorCode.NEW_CONFIG_NO_QUORUM,
            "no quorum of the new voters is connected and in sync; observers do not count");
  }

  private static @Nullable String clash(Membership next) {
    for (Member one : next.members().values()) {
      for (Member other : next.members().tailMap(one.id() + 1).values()) {
        if (PortClash.ofPeers(one, other)) {
          return "servers " + one.id() + " and " + other.id() + " share a port for servers";
        }
      }
    }
    return null;
  }

  // ---- the membership asked for

  private static Membership next(Request.Reconfig request, Membership now) {
    String whole = request.newMembers();
    if (whole != null && !whole.isBlank()) {
      return Membership.parse(whole.replace(',', '\n'));
    }
    if (!now.groups().isEmpty()) {
      throw new MalformedFrameException("an ensemble with groups is changed as a whole only");
    }
    SortedMap<Long, Member> members = new TreeMap<>(now.members());
    words(request.leaving()).forEach(id -> members.remove(Long.parseLong(id)));
    List<Member> joiners = words(request.joining()).map(Reconfiguration::joiner).toList();
    joiners.forEach(joiner -> members.put(joiner.id(), joiner));
    joiners.forEach(joiner -> checkClients(joiner, members.values()));
    // Weights count within groups only; one of a server that is not there would keep all from
    // starting.
    SortedMap<Long, Long> weights = new TreeMap<>(now.weights());
    weights.keySet().retainAll(members.keySet());
    return new Membership(members, now.groups(), weights, 0);
  }

  /** Only of servers that join, as in ZooKeeper: behind translated addresses others may share one, each on its machine. */
  private static void checkClients(Member joiner, Collection<Member> members) {
    for (Member other : members) {
      if (other.id() != joiner.id() && PortClash.ofClients(joiner, other)) {
        throw new MalformedFrameException(
            "servers " + joiner.id() + " and " + other.id() + " share a port for clients");
      }
    }
  }

  private static Member joiner(String line) {
    Membership one = Membership.parse(line);
    if (one.members().size() != 1) {
      throw new MalformedFrameException("'" + line + "' is no server that joins");
    }
    Member joiner = one.members().firstEntry().getValue();
    if (joiner.client() == null) {
      throw new MalformedFrameException("'" + line + "' has no port for clients");
    }
    return joiner;
  }

  private static java.util.stream.Stream<String> words(@Nullable String list) {
    return list == null
        ? java.util.stream.Stream.empty()
        : Arrays.stream(list.split(",", -1)).map(String::trim).filter(word -> !word.isEmpty());
  }

  // ---- who leads afterwards

  /**
   * Who leads when a change is committed: the leader, while it still votes at the same address; otherwise the new voter that has acked
   * most, among those that have acked the change.
   *
   * @param before the membership that the change replaces
   */
  long designated(Membership before, Membership next, long zxid) {
    if (staysLeader(before, next)) {
      return self.id();
    }
    long best = self.id();
    long most = zxid - 1;
    for (Member voter : next.participants()) {
      LearnerLink learner = learners.of(voter.id());
      if (learner != null && learner.reached(Phase.SYNCED) && learner.acked() > most) {
        best = voter.id();
        most = learner.acked();
      }
    }
    return best;
  }

  /** Whether this leader votes in the next membership, at the address where its learners are connected. */
  boolean staysLeader(Membership before, Membership next) {
    Member old = before.members().get(self.id());
    Member now = next.members().get(self.id());
    return next.votes(self.id())
        && old != null
        && now != null
        && old.addresses().equals(now.addresses());
  }
}
