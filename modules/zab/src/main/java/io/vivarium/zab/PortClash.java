package io.vivarium.zab;

import io.vivarium.model.ensemble.Membership.Address;
import io.vivarium.model.ensemble.Membership.ClientAddress;
import io.vivarium.model.ensemble.Membership.Member;
import org.jspecify.annotations.Nullable;

/** Whether two servers would listen at one port. Hosts are compared as they are written: a leader that judges a change asks no DNS. */
final class PortClash {
  private PortClash() {}

  /** Whether two ports for servers, of quorum or election, are the same. */
  static boolean ofPeers(Member one, Member other) {
    return one.addresses().stream()
        .anyMatch(
            address ->
                taken(address.host(), address.quorumPort(), other)
                    || taken(address.host(), address.electionPort(), other));
  }

  /** Whether the port for clients of either is any of the other's; never so at addresses that every machine has. */
  static boolean ofClients(Member one, Member other) {
    ClientAddress client = telling(one.client());
    ClientAddress their = telling(other.client());
    return (client != null && (client.equals(their) || taken(client.host(), client.port(), other)))
        || (their != null && taken(their.host(), their.port(), one));
  }

  private static boolean taken(String host, int port, Member by) {
    return by.addresses().stream().anyMatch(address -> taken(host, port, address));
  }

  private static boolean taken(String host, int port, Address by) {
    return host.equals(by.host()) && (port == by.quorumPort() || port == by.electionPort());
  }

  /** The address, when it tells which machine is meant. */
  private static @Nullable ClientAddress telling(@Nullable ClientAddress client) {
    return client == null || client.wildcard() || loopback(client.host()) ? null : client;
  }

  private static boolean loopback(String host) {
    return host.startsWith("127.")
        || host.equals("localhost")
        || host.equals("::1")
        || host.equals("0:0:0:0:0:0:0:1");
  }
}
