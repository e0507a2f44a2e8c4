/**
 * Quorum connections: what a leader and its learners tell each other, over the transport of the host. Start reading at {@code
 * QuorumConnections}, which the core talks to; {@code LinkHandler} and {@code LinkOutput} are one connection on its I/O thread, {@code
 * Dial} is one that does not stand yet, {@code LearnerPorts} are where others' arrive.
 */
@NullMarked
package io.vivarium.consensus.zab.link;

import org.jspecify.annotations.NullMarked;
