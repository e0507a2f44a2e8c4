package io.vivarium.model.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ensemble.Membership.Address;
import io.vivarium.model.ensemble.Membership.ClientAddress;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.Membership.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerLineTest {
  private static Member parse(String value) throws Exception {
    return ServerLine.parse(1, value);
  }

  @Test
  void aPlainLineIsAParticipant() throws Exception {
    assertEquals(
        new Member(1, List.of(new Address("zk1", 2888, 3888)), Role.PARTICIPANT, null),
        parse("zk1:2888:3888"));
  }

  @Test
  void theRoleIsReadInAnyCase() throws Exception {
    assertEquals(Role.OBSERVER, parse("zk1:2888:3888:Observer").role());
    assertEquals(Role.PARTICIPANT, parse("zk1:2888:3888:PARTICIPANT").role());
  }

  @Test
  void theClientPartIsAPortOrAnAddressWithAPort() throws Exception {
    assertEquals(new ClientAddress("0.0.0.0", 2181), parse("a:1:2;2181").client());
    assertEquals(
        new ClientAddress("10.0.0.1", 2181), parse("a:1:2:observer;10.0.0.1:2181").client());
    assertEquals(new ClientAddress("::1", 2181), parse("a:1:2;[::1]:2181").client());
    assertNull(parse("a:1:2").client());
    assertTrue(new ClientAddress("0.0.0.0", 1).wildcard());
  }

  @Test
  void ipv6HostsStandInBrackets() throws Exception {
    Member member = parse("[2001:db8::1]:2888:3888:observer;[::]:2181");
    assertEquals(new Address("2001:db8::1", 2888, 3888), member.addresses().getFirst());
    assertEquals("server.1=[2001:db8::1]:2888:3888:observer;[::]:2181", member.line());
  }

  @Test
  void severalAddressesAreSortedByHostAndShareARole() throws Exception {
    Member member = parse("b:1:2:observer|a:3:4:observer;5");
    assertEquals(List.of(new Address("a", 3, 4), new Address("b", 1, 2)), member.addresses());
    assertEquals("server.1=a:3:4|b:1:2:observer;0.0.0.0:5", member.line());
  }

  @Test
  void theRoleMayBeToldOnceForAllAddresses() throws Exception {
    Member observer = parse("a:1:2:observer|b:3:4");
    assertEquals(Role.OBSERVER, observer.role());
    assertEquals(observer, parse("a:1:2|b:3:4:observer"));
    assertEquals(Role.PARTICIPANT, parse("a:1:2|b:3:4").role());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "zk1;host:quorumPort:electionPort",
        "zk1:2888;host:quorumPort:electionPort",
        ":2888:3888;host:quorumPort:electionPort",
        "a:1:2:observer:3;host:quorumPort:electionPort",
        "a:x:2;quorum port",
        "a:0:2;quorum port",
        "a:1:65536;election port",
        "a:1:-2;election port",
        "a:1:1;must differ",
        "a:1:2:leader;neither participant nor observer",
        "[::1:1:2;bracket",
        "[::1]x:1:2;bracket",
        "a:1:2:participant|b:1:2:observer;different roles",
        "a:1:2|a:1:2;twice",
        "a:1:2|;host:quorumPort:electionPort"
      })
  void malformedLinesAreRefused(String value, String message) {
    var e = assertThrows(ServerLine.MalformedException.class, () -> parse(value));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"a:1:2;", "a:1:2;x", "a:1:2;0", "a:1:2;h:70000", "a:1:2;h:1:2"})
  void malformedClientPartsAreRefused(String value) {
    var e = assertThrows(ServerLine.MalformedException.class, () -> parse(value));
    assertTrue(String.valueOf(e.getMessage()).contains("client p"), e.getMessage());
  }
}
