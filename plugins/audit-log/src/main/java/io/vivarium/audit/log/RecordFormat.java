package io.vivarium.audit.log;

import io.vivarium.spi.audit.AuditEvent;

/** How an event looks as one line. Any thread. */
interface RecordFormat {
  /** The event, without the end of the line. */
  String line(AuditEvent event);

  /**
   * A record that tells of others that were lost.
   *
   * @param timeMs when, ms since 1970
   * @param count how many since the last record that was kept
   */
  String gap(long timeMs, long count);
}
