package io.vivarium.consensus.zab.wire;

import io.vivarium.codec.JuteReader;
import io.vivarium.codec.JuteWriter;
import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the opener of an election connection says first, and once: who it is and where it can be called back. It is not answered.
 *
 * @param serverId its number, not negative; {@link #ANONYMOUS} for an observer that has none
 * @param severalAddresses whether it is of the form for servers with several addresses
 * @param addresses its election addresses as it was configured with them, without wildcards; empty from servers before 3.5
 */
public record InitialMessage(long serverId, boolean severalAddresses, List<Address> addresses) {
  /** What an observer without a number calls itself. */
  public static final long ANONYMOUS = Long.MAX_VALUE;

  private static final long ONE_ADDRESS_PROTOCOL = -65536;
  private static final long SEVERAL_ADDRESSES_PROTOCOL = -65535;
  private static final int HEAD_BYTES = 2 * Long.BYTES + Integer.BYTES;

  /** Longest list of addresses in bytes, as in ZooKeeper. */
  private static final int MOST_BYTES = 2048;

  private static final int MOST_PORT = 65_535;

  /** Copies the list. */
  public InitialMessage {
    addresses = List.copyOf(addresses);
  }

  /**
   * Where a server takes election connections.
   *
   * @param host name or address, without brackets
   * @param port 0 to 65535
   */
  public record Address(String host, int port) {
    private boolean wildcard() {
      return host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
    }

    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * Tells how long the message at the front is.
   *
   * @param received bytes at hand from position to limit, neither is changed
   * @return 0 when more bytes are needed to know
   * @throws MalformedFrameException when it is no such message
   */
  public static int frameLength(ByteBuffer received) {
    if (received.remaining() < Long.BYTES) {
      return 0;
    }
    int start = received.position();
    long protocol = received.getLong(start);
    if (protocol >= 0) {
      return Long.BYTES;
    }
    if (protocol != ONE_ADDRESS_PROTOCOL && protocol != SEVERAL_ADDRESSES_PROTOCOL) {
      throw new MalformedFrameException(
          "election connection begins with protocol "
              + protocol
              + " at offset 0, known are "
              + ONE_ADDRESS_PROTOCOL
              + " and "
              + SEVERAL_ADDRESSES_PROTOCOL);
    }
    if (received.remaining() < HEAD_BYTES) {
      return 0;
    }
    int length = received.getInt(start + 2 * Long.BYTES);
    if (length < 1 || length > MOST_BYTES) {
      throw new MalformedFrameException(
          "addresses at offset 16 of an election connection have length "
              + length
              + ", it must be in 1 to "
              + MOST_BYTES);
    }
    return HEAD_BYTES + length;
  }

  /**
   * Reads the message, exactly as long as {@link #frameLength} said.
   *
   * @throws MalformedFrameException when the number is negative or an address is none
   */
  public static InitialMessage decode(ByteBuffer frame) {
    JuteReader in = new JuteReader(frame, MOST_BYTES);
    long first = in.readLong("protocol");
    if (first >= 0) {
      return new InitialMessage(first, false, List.of());
    }
    long serverId = in.readLong("sid");
    if (serverId < 0) {
      throw new MalformedFrameException(
          "sid at offset "
              + Long.BYTES
              + " of an election connection is "
              + serverId
              + ", it must not be negative");
    }
    List<Address> addresses = new ArrayList<>();
    for (String text : in.readText("addresses").split("\\|", -1)) {
      Address address = address(text.trim());
      if (!address.wildcard()) {
        addresses.add(address);
      }
    }
    return new InitialMessage(serverId, first == SEVERAL_ADDRESSES_PROTOCOL, addresses);
  }

  /** Appends the message; without addresses in the form that has none. */
  public void encode(JuteWriter out) {
    if (addresses.isEmpty()) {
      out.writeLong(serverId);
      return;
    }
    out.writeLong(severalAddresses ? SEVERAL_ADDRESSES_PROTOCOL : ONE_ADDRESS_PROTOCOL);
    out.writeLong(serverId);
    out.writeString(addresses.stream().map(Address::toString).collect(Collectors.joining("|")));
  }

  private static Address address(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      host = "";
    }
    int port = colon < 0 ? -1 : port(text.substring(colon + 1));
    if (host.isEmpty()
        || !host.chars().allMatch(InitialMessage::inHosts)
        || port < 0
        || port > MOST_PORT) {
      throw new MalformedFrameException(
          "address '"
              + printable(text)
              + "' at offset "
              + HEAD_BYTES
              + " of an election connection is not of the form host:port or [address]:port");
    }
    return new Address(host, port);
  }

  /** Blanks would be trimmed and brackets taken off when the address is read the next time. */
  private static boolean inHosts(int c) {
    return c != '[' && c != ']' && !Character.isWhitespace(c) && !Character.isISOControl(c);
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String printable(String text) {
    return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII)
        .replaceAll("\\p{Cntrl}", "?");
  }
}
