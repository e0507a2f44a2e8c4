package io.vivarium.audit.log;

import io.vivarium.spi.audit.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what is long in an event. A client may name a path or an ACL of a megabyte in a request that is refused: the queue would hold
 * gigabytes of them while the disk is slow, and a hundred of them would push everything out of the files that is there to be found.
 */
final class BoundedEvent {
  /** More than any path that somebody has chosen for a purpose. */
  static final int LONGEST = 2048;

  private BoundedEvent() {}

  /** The event itself when nothing of it is long. */
  static AuditEvent of(AuditEvent event) {
    AuditEvent.Target target = event.target();
    if (!isLong(target.path()) && !isLong(target.acl())) {
      return event;
    }
    return new AuditEvent(
        event.timeMs(),
        event.operation(),
        event.result(),
        event.zxid(),
        event.actor(),
        new AuditEvent.Target(cut(target.path()), target.mode(), cut(target.acl())));
  }

  private static boolean isLong(@Nullable String text) {
    return text != null && text.length() > LONGEST;
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || !isLong(text)
        ? text
        : text.substring(0, LONGEST) + "... (" + text.length() + " characters)";
  }
}
