package io.vivarium.model.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.MalformedFrameException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text form of a membership, as peers and clients are given it, and questions asked of one. */
class MembershipTest {
  /** As ZooKeeper shows it, with a server of two addresses, an IPv6 address and a hierarchy. */
  private static final String TEXT =
      """
      server.1=h1:2888:3888:participant;0.0.0.0:2181
      server.2=[::1]:2888:3888:participant
      server.3=h3:2888:3888|h3b:2889:3889:participant
      server.9=h9:2888:3888:observer;h9:2181
      group.1=1:2
      group.2=3
      weight.1=2
      version=10000000a""";

  @Test
  void whatIsReadIsWrittenTheSame() {
    assertEquals(TEXT, Membership.parse(TEXT).dynamicText());
  }

  @Test
  void theVersionIsHexadecimalAndZeroWithoutALine() {
    assertEquals(0x10000000aL, Membership.parse(TEXT).version());
    assertEquals(0, Membership.parse("server.1=a:1:2").version());
  }

  @Test
  void blankLinesAndEscapedColonsAreAllowedAsInAPropertiesFile() {
    assertEquals(
        Membership.parse("server.1=a:1:2\nversion=5"),
        Membership.parse("\n  server.1=a\\:1\\:2 \n\nversion = 5\n"));
  }

  @Test
  void votersAreTheParticipants() {
    Membership membership = Membership.parse(TEXT);
    assertTrue(membership.votes(1));
    assertFalse(membership.votes(9));
    assertFalse(membership.votes(8));
    assertEquals(
        List.of(1L, 2L, 3L),
        membership.participants().stream().map(Membership.Member::id).toList());
    assertEquals(List.of(9L), membership.observers().stream().map(Membership.Member::id).toList());
  }

  @Test
  void anotherVersionHasTheSameServersAndAnotherRoleHasNot() {
    Membership membership = Membership.parse(TEXT);
    assertTrue(membership.sameServers(membership.withVersion(77)));
    assertFalse(membership.sameServers(Membership.parse(TEXT.replace("observer", "participant"))));
    assertFalse(membership.sameServers(Membership.parse(TEXT.replace("weight.1=2", "weight.1=3"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server.1",
        "server.x=a:1:2",
        "server.1=a:1",
        "server.1=a:1:99999",
        "group.1=1:b",
        "weight.1=heavy",
        "version=xyz",
        "clientPort=2181"
      })
  void aMalformedLineIsNamed(String line) {
    var refusal =
        assertThrows(
            MalformedFrameException.class, () -> Membership.parse("server.2=b:1:2\n" + line));
    assertTrue(String.valueOf(refusal.getMessage()).contains("'" + line + "'"));
  }

  @Test
  void anEndlessTextIsRefusedUnread() {
    assertThrows(
        MalformedFrameException.class, () -> Membership.parse("server.1=a:1:2\n".repeat(10_000)));
  }
}
