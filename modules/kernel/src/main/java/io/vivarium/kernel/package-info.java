/** Connections, sessions, the pipeline from request to reply, plugin loading, snapshots and recovery. */
@NullMarked
package io.vivarium.kernel;

import org.jspecify.annotations.NullMarked;
