package io.vivarium.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivarium.model.OpCode;
import java.util.Arrays;

/**
 * Any bytes are an answer or a watch event or are refused; the first byte picks the op of the request. See
 * {@link FuzzTargets}.
 */
class ReplyFuzzTest {
  private static final OpCode[] OPS = OpCode.values();

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    if (bytes.length > 0) {
      OpCode op = OPS[(bytes[0] & 0xff) % OPS.length];
      FuzzTargets.reply(op, Arrays.copyOfRange(bytes, 1, bytes.length));
    }
  }
}
