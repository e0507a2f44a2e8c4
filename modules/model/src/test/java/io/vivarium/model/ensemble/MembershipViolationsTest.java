package io.vivarium.model.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no server would start with, although each of its lines is well-formed. */
class MembershipViolationsTest {
  private static final String THREE =
      """
      server.1=a:1:2
      server.2=b:1:2
      server.3=c:1:2
      server.9=d:1:2:observer
      """;

  private static String violations(String more, boolean multiAddress) {
    return Membership.parse(THREE + more).violations(multiAddress).stream()
        .map(Violation::toString)
        .collect(Collectors.joining("; "));
  }

  @ParameterizedTest
  @CsvSource({
    "group.1=1:2,'server.3: is in no group, but there are groups'",
    "group.1=1:2/group.2=2:3,group.2: server 2 is in another group too",
    "group.1=1:2:3:4,group.1: there is no server.4",
    "weight.7=1,weight.7: there is no server.7",
    "weight.1=-1,weight.1: must be a whole number of at least 0",
    "server.-1=e:1:2,server.-1: must end in the number of a server or group",
    "group.-1=1:2:3,group.-1: must end in the number of a server or group",
    "server.4=e:1:2|e2:1:2,'server.4: has several addresses, which must be allowed first'"
  })
  void whatIsWrongIsNamedWithItsLine(String lines, String what) {
    assertEquals(what, violations(lines.replace('/', '\n'), false));
  }

  @Test
  void everythingIsFoundInTheOrderOfServersGroupsAndWeights() {
    assertEquals(
        List.of("server.2", "server.4", "group.1", "group.2", "group.2", "group.2", "weight.8"),
        Membership.parse(
                THREE
                    + "server.4=e:1:2|e2:1:2\ngroup.1=1:7\ngroup.2=1:3:4:7\nweight.8=1\nweight.3=0\n")
            .violations(false)
            .stream()
            .map(Violation::key)
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "group.1=1:2/group.2=3/weight.3=0",
    "group.1=1:2:3:9/weight.9=4",
    "weight.1=2",
    "server.0=e:1:2"
  })
  void whatIsInOrderIsNotFoundFaultWith(String lines) {
    assertEquals("", violations(lines.replace('/', '\n'), false));
  }

  @Test
  void severalAddressesAreInOrderWhereTheyAreAllowed() {
    assertEquals("", violations("server.4=e:1:2|e2:1:2", true));
  }

  @Test
  void anObserverNeedsNoGroup() {
    assertEquals("", violations("group.1=1:2:3", false));
  }

  @Test
  void aVoterIsMissedInTheGroupsWhoeverElseIsInThem() {
    assertEquals(
        "server.2: is in no group, but there are groups; server.3: is in no group, but there are groups",
        violations("group.1=1\ngroup.2=9", false));
  }

  @Test
  void eachRuleIsToldByItsName() {
    assertEquals(
        List.of(
            Violation.Rule.NUMBERED,
            Violation.Rule.GROUPED,
            Violation.Rule.ONE_ADDRESS,
            Violation.Rule.GROUPED,
            Violation.Rule.ONE_GROUP,
            Violation.Rule.GROUP_OF_MEMBERS,
            Violation.Rule.WEIGHT,
            Violation.Rule.WEIGHT_OF_MEMBER),
        Membership.parse(
                THREE
                    + "server.-1=e:1:2:observer\nserver.4=f:1:2|f2:1:2\ngroup.1=1:2\ngroup.2=2:7\n"
                    + "weight.1=-1\nweight.8=1\n")
            .violations(false)
            .stream()
            .map(Violation::rule)
            .toList());
  }
}
