package io.vivarium.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a request or are refused; see {@link FuzzTargets}. */
class RequestFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    FuzzTargets.request(bytes);
  }
}
