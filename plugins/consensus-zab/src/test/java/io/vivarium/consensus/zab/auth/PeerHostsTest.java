package io.vivarium.consensus.zab.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ensemble.Membership;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may connect with a ticket; the rule that was missing in CVE-2023-44981. */
class PeerHostsTest {
  private static final Membership TWO =
      Membership.parse(
          "server.1=h1.example.org:2888:3888:participant\n"
              + "server.3=h3.example.org:2888:3888|h4.example.org:2888:3888:participant\nversion=0");

  private final PeerHosts hosts = new PeerHosts(false);

  @Test
  void aServerOfTheEnsembleIsAdmittedAtEachOfItsAddresses() {
    hosts.members(TWO, null, Runnable::run);
    for (String host : List.of("h1.example.org", "h3.example.org", "h4.example.org")) {
      String principal = "zkquorum/" + host + "@EXAMPLE.ORG";
      assertTrue(hosts.admits(principal, principal), principal);
    }
  }

  @Test
  void nobodyElseIs() {
    hosts.members(TWO, null, Runnable::run);
    for (String principal :
        List.of(
            "zkquorum/other.example.org@EXAMPLE.ORG",
            "zkquorum@EXAMPLE.ORG",
            "eve@EXAMPLE.ORG",
            "zkquorum/h1.example.org",
            "zkquorum/h1.example.org/x@EXAMPLE.ORG",
            "zkquorum@h1.example.org/EXAMPLE.ORG",
            "zkquorum@h1.example.org@EXAMPLE.ORG",
            "h1.example.org",
            "//@",
            "")) {
      assertFalse(hosts.admits(principal, principal), principal);
    }
  }

  @Test
  void nobodyActsAsAnother() {
    hosts.members(TWO, null, Runnable::run);
    assertFalse(
        hosts.admits("zkquorum/h1.example.org@EXAMPLE.ORG", "zkquorum/h3.example.org@EXAMPLE.ORG"));
  }

  @Test
  void whoIsToJoinIsAdmittedAndWhoHasLeftIsNot() {
    Membership one = Membership.parse("server.1=h1.example.org:2888:3888:participant\nversion=1");
    String joiner = "zkquorum/h3.example.org@EXAMPLE.ORG";
    assertFalse(hosts.admits(joiner, joiner), "nobody is known yet");
    hosts.members(one, TWO, Runnable::run);
    assertTrue(hosts.admits(joiner, joiner));
    hosts.members(one, null, Runnable::run);
    assertFalse(hosts.admits(joiner, joiner));
  }

  @Test
  void namesOfTheResolverCountWhereThatIsConfigured() {
    PeerHosts canonical = new PeerHosts(true);
    Membership here = Membership.parse("server.1=127.0.0.1:2888:3888:participant\nversion=1");
    canonical.members(here, null, Runnable::run);
    String name = canonical.principalHost("127.0.0.1");
    String principal = "zkquorum/" + name + "@EXAMPLE.ORG";
    assertTrue(canonical.admits(principal, principal), principal);
    assertEquals("127.0.0.1", hosts.principalHost("127.0.0.1"));
  }

  @Test
  void thePrincipalOfTheOthersHasTheHostThatIsDialledOrAFixedOne() {
    assertEquals("h7", ServicePrincipal.of("zkquorum/_HOST", hosts).host("h7"));
    assertEquals("h7", ServicePrincipal.of("zkquorum", hosts).host("h7"));
    assertEquals("zkquorum", ServicePrincipal.of("zkquorum", hosts).service());
    assertEquals("localhost", ServicePrincipal.of("zkquorum/localhost@R", hosts).host("h7"));
    assertEquals("zkquorum", ServicePrincipal.of("zkquorum/localhost@R", hosts).service());
  }
}
