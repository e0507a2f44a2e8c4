package io.vivarium.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are the answer to a handshake or are refused; see {@link FuzzTargets}. */
class ConnectResponseFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    FuzzTargets.connectResponse(bytes);
  }
}
