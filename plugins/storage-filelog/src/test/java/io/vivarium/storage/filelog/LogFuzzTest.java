package io.vivarium.storage.filelog;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a log or are refused; see {@link FuzzTargets}. */
class LogFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    FuzzTargets.log(bytes);
  }
}
