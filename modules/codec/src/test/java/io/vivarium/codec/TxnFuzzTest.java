package io.vivarium.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a txn or are refused; see {@link FuzzTargets}. */
class TxnFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    FuzzTargets.txn(bytes);
  }
}
