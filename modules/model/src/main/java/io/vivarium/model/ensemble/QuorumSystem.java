package io.vivarium.model.ensemble;

import io.vivarium.model.ensemble.Membership.Member;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/** Which sets of servers may decide: any two of them have a server in common. Immutable. */
public sealed interface QuorumSystem {
  /** Whether the servers for which {@code acked} holds can decide; asked of voters only. */
  boolean isQuorum(LongPredicate acked);

  /** Weight of the server's vote; 0 when it does not vote, or may not be elected. */
  long weight(long serverId);

  /** More than half of the voters. */
  static QuorumSystem majority(Collection<Member> voters) {
    return new Majority(voters.stream().map(Member::id).collect(Collectors.toUnmodifiableSet()));
  }

  /** By the groups and weights of a membership. */
  static QuorumSystem hierarchical(Membership membership) {
    return new Hierarchical(membership.groups(), weights(membership));
  }

  private static Map<Long, Long> weights(Membership membership) {
    Map<Long, Long> weights = new HashMap<>();
    for (Member voter : membership.participants()) {
      weights.put(voter.id(), membership.weights().getOrDefault(voter.id(), 1L));
    }
    return Map.copyOf(weights);
  }

  /**
   * More than half, by heads.
   *
   * @param voters ids of the voters
   */
  record Majority(Set<Long> voters) implements QuorumSystem {
    @Override
    public boolean isQuorum(LongPredicate acked) {
      int count = 0;
      for (long voter : voters) {
        if (acked.test(voter)) {
          count++;
        }
      }
      return count > voters.size() / 2;
    }

    @Override
    public long weight(long serverId) {
      return voters.contains(serverId) ? 1 : 0;
    }
  }

  /**
   * More than half of the groups, a group being won by more than half of its weight. Groups without weight do not count.
   *
   * @param groups servers of each group
   * @param weights of the voters
   */
  record Hierarchical(SortedMap<Long, Set<Long>> groups, Map<Long, Long> weights)
      implements QuorumSystem {
    @Override
    public boolean isQuorum(LongPredicate acked) {
      int counting = 0;
      int won = 0;
      for (Set<Long> group : groups.values()) {
        long total = 0;
        long acking = 0;
        for (long server : group) {
          long weight = weight(server);
          total += weight;
          acking += weight > 0 && acked.test(server) ? weight : 0;
        }
        counting += total > 0 ? 1 : 0;
        won += acking > total / 2 ? 1 : 0;
      }
      return won > counting / 2;
    }

    @Override
    public long weight(long serverId) {
      return weights.getOrDefault(serverId, 0L);
    }
  }
}
