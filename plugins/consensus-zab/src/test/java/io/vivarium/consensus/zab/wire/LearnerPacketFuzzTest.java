package io.vivarium.consensus.zab.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are what a learner may send, or are refused; see {@link FuzzTargets}. */
class LearnerPacketFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    FuzzTargets.learnerPacket(bytes);
  }
}
