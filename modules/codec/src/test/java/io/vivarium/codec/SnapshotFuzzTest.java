package io.vivarium.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Any bytes are a snapshot or are refused; see {@link FuzzTargets}. */
class SnapshotFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) throws IOException {
    FuzzTargets.snapshot(bytes);
  }
}
