package io.vivarium.codec;

import io.vivarium.model.OpCode;
import org.jspecify.annotations.Nullable;

/** Op codes by number from an array: the map in {@link OpCode} would box the number of each request. */
final class OpCodes {
  private static final int LOWEST = -11;
  private static final int HIGHEST = 107;
  private static final @Nullable OpCode[] TABLE = new @Nullable OpCode[HIGHEST - LOWEST + 1];

  static {
    for (OpCode op : OpCode.values()) {
      TABLE[op.code() - LOWEST] = op;
    }
  }

  private OpCodes() {}

  static @Nullable OpCode of(int code) {
    return code < LOWEST || code > HIGHEST ? null : TABLE[code - LOWEST];
  }
}
