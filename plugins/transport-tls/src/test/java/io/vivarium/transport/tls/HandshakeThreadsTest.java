package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeThreadsTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 1", "4, 2", "16, 8", "64, 8"})
  void handshakesLeaveHalfOfTheProcessorsToOpenConnections(int processors, int threads) {
    assertEquals(threads, HandshakeThreads.count(processors));
  }
}
