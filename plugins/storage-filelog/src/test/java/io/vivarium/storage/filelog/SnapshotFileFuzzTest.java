package io.vivarium.storage.filelog;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a snapshot or are refused; see {@link FuzzTargets}. */
class SnapshotFileFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    FuzzTargets.snapshot(bytes);
  }
}
