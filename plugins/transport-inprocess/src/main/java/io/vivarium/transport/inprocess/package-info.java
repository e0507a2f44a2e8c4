/**
 * The transport within one JVM. An {@link io.vivarium.transport.inprocess.InProcessNetwork} is a world of names and ports of its own, in which servers
 * listen and clients connect; a connection is two bounded pipes of bytes.
 */
@NullMarked
package io.vivarium.transport.inprocess;

import org.jspecify.annotations.NullMarked;
