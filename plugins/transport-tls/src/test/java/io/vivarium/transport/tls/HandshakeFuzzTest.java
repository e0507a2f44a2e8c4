package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.util.ResourceLeakDetector;
import io.vivarium.spi.transport.Endpoint.Purpose;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Whatever is sent to a port for TLS, or to one that takes both, the connection is closed, what it has taken is given back, nothing
 * unforeseen is logged, and those who mean it are served meanwhile.
 */
class HandshakeFuzzTest {
  private static final int ROUNDS = Integer.getInteger("vivarium.fuzz.rounds", 300);
  private static final int HONEST_EACH = 50;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int ANSWER_BYTES = 64;

  @TempDir private Path directory;

  private final Queue<String> unforeseen = new ConcurrentLinkedQueue<>();
  private final ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();

  /** Buffers that nobody has released are told of in the log too. */
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLevel().isGreaterOrEqual(Level.WARN)
              && !event.getLoggerName().equals(FailureLog.class.getName())) {
            unforeseen.add(event.getLoggerName() + ": " + event.getFormattedMessage());
          }
        }
      };

  @BeforeEach
  void listen() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    appender.start();
    root().addAppender(appender);
  }

  @AfterEach
  void forget() {
    root().detachAppender(appender);
    ResourceLeakDetector.setLevel(usual);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingThatIsSentDoesHarm(boolean unified) throws Exception {
    Map<String, String> honest = new TestCertificates(directory).section();
    Map<String, String> config =
        TestCertificates.with(honest, Map.of("client.portUnification", String.valueOf(unified)));
    Random random = new Random(unified ? 7 : 8);
    Hostile hostile = new Hostile(random);
    try (TlsEnds ends = new TlsEnds(config, Purpose.CLIENT, true)) {
      for (int round = 0; round < ROUNDS; round++) {
        attack(ends, hostile, random, round);
        if (round % HONEST_EACH == 0) {
          ends.exchange(honest);
        }
      }
      System.gc(); // What nobody has released is found when the next buffer is made.
      ends.exchange(honest);
      for (int i = 0; ends.outstandingHandshakes() != 0 && i < PATIENCE_MILLIS; i++) {
        LockSupport.parkNanos(1_000_000);
      }
      assertEquals(0, ends.outstandingHandshakes());
    }
    assertEquals(List.of(), List.copyOf(unforeseen));
  }

  private static void attack(TlsEnds ends, Hostile hostile, Random random, int round)
      throws Exception {
    Hostile.Attack attack = hostile.next();
    byte[] first = attack.first();
    boolean impatient = random.nextInt(5) == 0;
    int half = random.nextInt(first.length + 1);
    try (Socket socket = new Socket(ends.address().getAddress(), ends.address().getPort())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(first, 0, half);
      out.write(first, half, first.length - half);
      if (attack.answered()) {
        socket.getInputStream().readNBytes(ANSWER_BYTES);
      }
      out.write(attack.second());
      if (impatient) {
        socket.setSoLinger(true, 0); // closed with a reset, whatever is under way
      } else {
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError(
          "round %d was not closed: %s %s".formatted(round, hex(first), hex(attack.second())), e);
    } catch (IOException e) {
      // Closed with a reset, as happens to who sends more than is read.
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
