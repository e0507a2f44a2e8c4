/** The audit log. {@link io.vivarium.audit.log.QueuedAuditLog} has the promise: nobody waits for the disk. */
@NullMarked
package io.vivarium.audit.log;

import org.jspecify.annotations.NullMarked;
