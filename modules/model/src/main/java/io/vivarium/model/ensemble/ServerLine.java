package io.vivarium.model.ensemble;

import io.vivarium.model.ensemble.Membership.Address;
import io.vivarium.model.ensemble.Membership.ClientAddress;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.Membership.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of a {@code server.N} line: {@code <addr>[|<addr>…][;[<clientHost>:]<clientPort>]} where {@code <addr>} is
 * {@code <host>:<quorumPort>:<electionPort>[:participant|:observer]} and an IPv6 host stands in brackets. Any of the addresses may tell the
 * role, which is that of the server.
 */
public final class ServerLine {
  /** What is wrong with a line; the message says what is allowed. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  private record RoledAddress(Address address, @Nullable Role role) {}

  private ServerLine() {}

  /** Reads the value of the line of server {@code id}. */
  public static Member parse(long id, String value) throws MalformedException {
    int semicolon = value.indexOf(';');
    String peers = semicolon < 0 ? value : value.substring(0, semicolon);
    ClientAddress client = semicolon < 0 ? null : client(value.substring(semicolon + 1).trim());
    List<Address> addresses = new ArrayList<>();
    Role role = null;
    for (String text : peers.split("\\|", -1)) {
      RoledAddress parsed = address(text.trim());
      Role its = parsed.role();
      if (role != null && its != null && role != its) {
        throw new MalformedException("has addresses with different roles; all must have the same");
      }
      role = its == null ? role : its;
      if (addresses.contains(parsed.address())) {
        throw new MalformedException("has the address " + parsed.address() + " twice");
      }
      addresses.add(parsed.address());
    }
    addresses.sort(Comparator.comparing(Address::host));
    return new Member(id, addresses, role == null ? Role.PARTICIPANT : role, client);
  }

  private static RoledAddress address(String text) throws MalformedException {
    List<String> parts = parts(text);
    if (parts.size() < 3 || parts.size() > 4 || parts.get(0).isEmpty()) {
      throw new MalformedException(
          "is not of the form host:quorumPort:electionPort[:participant|:observer]");
    }
    int quorumPort = port(parts.get(1), "quorum port");
    int electionPort = port(parts.get(2), "election port");
    if (quorumPort == electionPort) {
      throw new MalformedException("has the same quorum and election port; they must differ");
    }
    return new RoledAddress(
        new Address(parts.get(0), quorumPort, electionPort),
        parts.size() == 4 ? role(parts.get(3)) : null);
  }

  private static Role role(String text) throws MalformedException {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "participant" -> Role.PARTICIPANT;
      case "observer" -> Role.OBSERVER;
      default ->
          throw new MalformedException("has a role that is neither participant nor observer");
    };
  }

  private static ClientAddress client(String text) throws MalformedException {
    List<String> parts = parts(text);
    return switch (parts.size()) {
      case 1 -> new ClientAddress("0.0.0.0", port(parts.get(0), "client port"));
      case 2 -> new ClientAddress(parts.get(0), port(parts.get(1), "client port"));
      default -> throw new MalformedException("has a client part that is not [host:]port");
    };
  }

  /** Splits at colons, except within brackets at the start, which are dropped. */
  private static List<String> parts(String text) throws MalformedException {
    List<String> parts = new ArrayList<>();
    String rest = text;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 0 || (end + 1 < text.length() && text.charAt(end + 1) != ':')) {
        throw new MalformedException("has an address with an unbalanced bracket");
      }
      parts.add(text.substring(1, end));
      if (end + 1 == text.length()) {
        return parts;
      }
      rest = text.substring(end + 2);
    }
    for (String part : rest.split(":", -1)) {
      parts.add(part.trim());
    }
    return parts;
  }

  private static int port(String text, String what) throws MalformedException {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below, together with what is out of range
    }
    throw new MalformedException("has a " + what + " that is not a number from 1 to 65535");
  }
}
