package io.vivarium.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a handshake or are refused; see {@link FuzzTargets}. */
class ConnectRequestFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    FuzzTargets.connect(bytes);
  }
}
