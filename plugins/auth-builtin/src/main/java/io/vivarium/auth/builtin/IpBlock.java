package io.vivarium.auth.builtin;

import org.jspecify.annotations.Nullable;

/**
 * The addresses that share their first bits with one, as an ACL writes it. What is understood and what is not is ZooKeeper's to the
 * letter, so that an ACL means the same on both: no zones, no IPv4 inside IPv6, numbers as Java reads them.
 *
 * @param address 4 or 16 bytes
 * @param bits how many of the first bits count
 */
record IpBlock(byte[] address, int bits) {
  private static final int IPV6_SEGMENTS = 8;

  /** The block that the text describes; null when it describes none. */
  static @Nullable IpBlock parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = parseAddress(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int all = address.length * Byte.SIZE;
    int bits = slash < 0 ? all : number(text.substring(slash + 1), 10, 0, all);
    return bits < 0 ? null : new IpBlock(address, bits);
  }

  /** The bytes of an address; null when the text is none. */
  static byte @Nullable [] parseAddress(String text) {
    return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
  }

  /** Whether an address lies in this block. */
  boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (other[i] != address[i]) {
        return false;
      }
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || (other[whole] ^ address[whole]) >> (Byte.SIZE - rest) == 0;
  }

  private static byte @Nullable [] parseIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] address = new byte[4];
    for (int i = 0; i < 4; i++) {
      int part = number(parts[i], 10, 0, 255);
      if (part < 0) {
        return null;
      }
      address[i] = (byte) part;
    }
    return address;
  }

  private static byte @Nullable [] parseIpv6(String text) {
    String[] halves = text.split("::", -1);
    String[] front = segments(halves[0]);
    String[] back = halves.length == 2 ? segments(halves[1]) : new String[0];
    boolean complete =
        halves.length == 1
            ? front.length == IPV6_SEGMENTS
            : halves.length == 2 && front.length + back.length < IPV6_SEGMENTS;
    byte[] address = new byte[2 * IPV6_SEGMENTS];
    return complete
            && fill(address, 0, front)
            && fill(address, address.length - 2 * back.length, back)
        ? address
        : null;
  }

  private static String[] segments(String half) {
    return half.isEmpty() ? new String[0] : half.split(":", -1);
  }

  private static boolean fill(byte[] address, int at, String[] segments) {
    int next = at;
    for (String segment : segments) {
      if (segment.isEmpty() || segment.length() > 4) {
        return false;
      }
      int value;
      try {
        value = Integer.parseInt(segment, 16);
      } catch (NumberFormatException e) {
        return false;
      }
      address[next++] = (byte) (value >> Byte.SIZE);
      address[next++] = (byte) value;
    }
    return true;
  }

  /** The number, −1 when it is none or out of range. */
  private static int number(String text, int radix, int minimum, int maximum) {
    try {
      int value = Integer.parseInt(text, radix);
      return value < minimum || value > maximum ? -1 : value;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
