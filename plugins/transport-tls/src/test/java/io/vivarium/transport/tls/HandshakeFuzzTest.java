package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.util.ResourceLeakDetector;
import io.vivarium.spi.transport.Endpoint.Purpose;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  /**
   * Sent at the same time, beside an honest client: some are closed a second after they have gone silent. With more than a quarter of the
   * places taken, which is 250, the honest client might be the one that is given up, where its process gets no time to answer.
   */
  private static final int AT_ONCE = Math.clamp(ROUNDS / 100, 50, 200);

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
      for (int round = 0; round < ROUNDS; round += AT_ONCE) {
        List<Blow> blows = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          blows.add(Blow.next(hostile, random));
        }
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
          List<Future<Boolean>> struck = new ArrayList<>();
          for (Blow blow : blows) {
            struck.add(together.submit(() -> blow.strike(ends.address())));
          }
          ends.exchange(honest);
          for (Future<Boolean> each : struck) {
            assertTrue(each.get());
          }
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

  /**
   * One connection.
   *
   * @param half where the first part is cut in two
   * @param impatient whether it ends with a reset, whatever is under way
   */
  private record Blow(Hostile.Attack attack, int half, boolean impatient) {
    static Blow next(Hostile hostile, Random random) {
      Hostile.Attack attack = hostile.next();
      return new Blow(attack, random.nextInt(attack.first().length + 1), random.nextInt(5) == 0);
    }

    /** Returns true when the other end has closed it, or was not waited for. */
    boolean strike(InetSocketAddress server) {
      byte[] first = attack.first();
      try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
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
          socket.setSoLinger(true, 0);
        } else {
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        }
        return true;
      } catch (SocketTimeoutException e) {
        throw new AssertionError(
            "not closed: %s %s".formatted(hex(first), hex(attack.second())), e);
      } catch (IOException e) {
        return true; // closed with a reset, as happens to who sends more than is read
      }
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
