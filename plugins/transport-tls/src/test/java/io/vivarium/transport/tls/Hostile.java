package io.vivarium.transport.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** What somebody sends to a port for TLS who does not mean it: greetings that are damaged, cut or framed anew, records of all kinds, noise. */
final class Hostile {
  private static final int HANDSHAKE = 0x16;
  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE_HEADER = 4;
  private static final int LARGEST_RECORD = (1 << 14) + 2048;
  private static final List<String> WORDS = List.of("ruok", "srvr", "GET / HTTP/1.1\r\n\r\n", "\n");

  private final Random random;

  /** Greetings of the JDK, in TLS 1.3 and in TLS 1.2. */
  private final byte[][] hellos;

  /** The kinds of it. */
  private enum Kind {
    WHOLE,
    DAMAGED,
    CUT,
    REFRAMED,
    WRONG_LENGTH,
    REPEATED,
    RECORDS,
    FLOOD,
    PLAIN,
    NOISE
  }

  Hostile(Random random) throws GeneralSecurityException, SSLException {
    this.random = random;
    hellos = new byte[][] {hello("TLSv1.3", "TLSv1.2"), hello("TLSv1.3"), hello("TLSv1.2")};
  }

  /** A greeting of the JDK that offers these versions. */
  static byte[] hello(String... versions) throws GeneralSecurityException, SSLException {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 1);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(versions);
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * What is sent on one connection.
   *
   * @param first what it begins with
   * @param answered whether the server is sure to say something after that
   * @param second what follows, after the answer if there is one; may be empty
   */
  record Attack(byte[] first, boolean answered, byte[] second) {}

  /** The next one. */
  Attack next() {
    Kind[] kinds = Kind.values();
    Kind kind = kinds[random.nextInt(kinds.length)];
    byte[] first = first(kind, hellos[random.nextInt(hellos.length)].clone());
    return new Attack(
        first, kind == Kind.WHOLE, random.nextInt(3) == 0 ? afterwards() : new byte[0]);
  }

  private byte[] first(Kind kind, byte[] hello) {
    return switch (kind) {
      case WHOLE -> hello;
      case DAMAGED -> damaged(hello);
      case CUT -> Arrays.copyOf(hello, random.nextInt(hello.length));
      case REFRAMED -> reframed(random.nextBoolean() ? hello : damaged(hello));
      case WRONG_LENGTH -> wrongLength(hello);
      case REPEATED -> together(hello, hello, record(HANDSHAKE, noise(random.nextInt(64))));
      case RECORDS -> records(1 + random.nextInt(4));
      case FLOOD -> flood(hello);
      case PLAIN -> WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.US_ASCII);
      case NOISE -> noise(1 + random.nextInt(4096));
    };
  }

  private byte[] afterwards() {
    return random.nextBoolean() ? records(1 + random.nextInt(3)) : noise(random.nextInt(200));
  }

  private byte[] damaged(byte[] hello) {
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      // Mostly behind the first byte, which says that this is TLS.
      int from = random.nextInt(8) == 0 ? 0 : 1;
      hello[from + random.nextInt(hello.length - from)] = (byte) random.nextInt(256);
    }
    return hello;
  }

  /** The same message in many records, of which some are empty. */
  private byte[] reframed(byte[] hello) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int most = 1 + random.nextInt(64);
    for (int at = RECORD_HEADER; at < hello.length; ) {
      int length = Math.min(random.nextInt(most + 1), hello.length - at);
      out.writeBytes(record(HANDSHAKE, Arrays.copyOfRange(hello, at, at + length)));
      at += length;
    }
    return out.toByteArray();
  }

  /** A record, or the message within, that is longer or shorter than it says. */
  private byte[] wrongLength(byte[] hello) {
    if (random.nextBoolean()) {
      hello[3] = (byte) random.nextInt(256);
      hello[4] = (byte) random.nextInt(256);
    } else {
      for (int i = 1; i < HANDSHAKE_HEADER; i++) {
        hello[RECORD_HEADER + i] = (byte) random.nextInt(i == 1 ? 3 : 256);
      }
    }
    return random.nextBoolean() ? hello : together(hello, noise(random.nextInt(20_000)));
  }

  private byte[] records(int count) {
    byte[][] all = new byte[count][];
    for (int i = 0; i < count; i++) {
      int length = random.nextInt(4) == 0 ? LARGEST_RECORD + 1 : 300;
      all[i] = record(20 + random.nextInt(6), noise(random.nextInt(length)));
    }
    return together(all);
  }

  /** Records that mean nothing, by the hundred: of changed ciphers, warnings, or none at all. */
  private byte[] flood(byte[] hello) {
    byte[] each =
        switch (random.nextInt(3)) {
          case 0 -> record(20, new byte[] {1});
          case 1 -> record(21, new byte[] {1, (byte) random.nextInt(120)});
          default -> record(HANDSHAKE, new byte[0]);
        };
    byte[][] all = new byte[1 + random.nextInt(400)][];
    Arrays.fill(all, each);
    return random.nextBoolean() ? together(hello, together(all)) : together(all);
  }

  private static byte[] record(int type, byte[] content) {
    return ByteBuffer.allocate(RECORD_HEADER + content.length)
        .put((byte) type)
        .putShort((short) 0x0303)
        .putShort((short) content.length)
        .put(content)
        .array();
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] together(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
