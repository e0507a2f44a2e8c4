/**
 * Snapshots and recovery: how memory gets to disk and back. {@link io.vivarium.kernel.snapshot.Recovery} runs once, before anything
 * is served; snapshots are written by a thread of their own while the server serves.
 */
@NullMarked
package io.vivarium.kernel.snapshot;

import org.jspecify.annotations.NullMarked;
