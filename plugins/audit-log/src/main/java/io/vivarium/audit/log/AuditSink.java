package io.vivarium.audit.log;

import java.io.IOException;
import java.util.List;

/** Where records end. Used by the writer's thread alone, except that {@link #open} is called before it runs. */
interface AuditSink {
  /** Says early when nothing can be written. */
  void open() throws IOException;

  /**
   * Writes records, all or the first few.
   *
   * @throws UnwrittenException when the last of them are not written, and it says how many are; a later call may do better
   */
  void write(List<Line> lines) throws UnwrittenException;

  /** Gives everything back; idempotent. */
  void close();

  /** Where that is, for messages. */
  String place();

  /**
   * One record.
   *
   * @param text without the end of the line
   * @param success whether it tells of a success
   */
  record Line(String text, boolean success) {}
}
