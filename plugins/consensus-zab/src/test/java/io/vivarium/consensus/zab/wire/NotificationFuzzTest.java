package io.vivarium.consensus.zab.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are what comes on an election connection, or are refused; see {@link FuzzTargets}. */
class NotificationFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    FuzzTargets.notification(bytes);
  }
}
