package io.vivarium.consensus.zab.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are the first message of an election connection, or are refused; see {@link FuzzTargets}. */
class InitialMessageFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    FuzzTargets.initialMessage(bytes);
  }
}
