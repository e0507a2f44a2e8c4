package io.vivarium.audit.log;

import java.io.IOException;

/** Only the first of some records are written, or none. */
final class UnwrittenException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int written;

  /**
   * @param written how many are: 0 or more, fewer than there were
   * @param cause why there are no more
   */
  UnwrittenException(int written, IOException cause) {
    super(cause.toString(), cause);
    this.written = written;
  }

  int written() {
    return written;
  }
}
