package io.vivarium.model.ensemble;

import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.Membership.Role;
import io.vivarium.model.ensemble.Violation.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks for what is wrong with the lines of a membership together. For one use. */
final class MembershipRules {
  private final Membership membership;
  private final boolean multiAddress;
  private final List<Violation> violations = new ArrayList<>();

  MembershipRules(Membership membership, boolean multiAddress) {
    this.membership = membership;
    this.multiAddress = multiAddress;
  }

  List<Violation> violations() {
    Set<Long> grouped =
        membership.groups().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    membership.members().values().forEach(member -> server(member, grouped));
    Set<Long> before = new HashSet<>();
    membership.groups().forEach((group, servers) -> group(group, new TreeSet<>(servers), before));
    membership.weights().forEach(this::weight);
    return violations;
  }

  private void server(Member member, Set<Long> grouped) {
    String key = "server." + member.id();
    numbered(member.id(), key);
    if (member.addresses().size() > 1 && !multiAddress) {
      found(Rule.ONE_ADDRESS, key, "has several addresses, which must be allowed first");
    }
    boolean mustBeGrouped = member.role() == Role.PARTICIPANT && !membership.groups().isEmpty();
    if (mustBeGrouped && !grouped.contains(member.id())) {
      found(Rule.GROUPED, key, "is in no group, but there are groups");
    }
  }

  private void group(long group, SortedSet<Long> servers, Set<Long> before) {
    String key = "group." + group;
    numbered(group, key);
    for (long server : servers) {
      if (!before.add(server)) {
        found(Rule.ONE_GROUP, key, "server " + server + " is in another group too");
      }
      if (!membership.members().containsKey(server)) {
        found(Rule.GROUP_OF_MEMBERS, key, "there is no server." + server);
      }
    }
  }

  private void weight(long server, long weight) {
    String key = "weight." + server;
    if (!membership.members().containsKey(server)) {
      found(Rule.WEIGHT_OF_MEMBER, key, "there is no server." + server);
    }
    if (weight < 0) {
      found(Rule.WEIGHT, key, Violation.NO_WEIGHT);
    }
  }

  private void numbered(long number, String key) {
    if (number < 0) {
      found(Rule.NUMBERED, key, Violation.NO_NUMBER);
    }
  }

  private void found(Rule rule, String key, String what) {
    violations.add(new Violation(rule, key, what));
  }
}
