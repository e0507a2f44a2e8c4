package io.vivarium.consensus.zab.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a step of authentication, or are refused; see {@link FuzzTargets}. */
class QuorumAuthPacketFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    FuzzTargets.quorumAuthPacket(bytes);
  }
}
