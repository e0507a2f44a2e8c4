/**
 * What drives a server: agents that work in turns, and tasks beside them. In production each has a thread; a simulator has one
 * thread for all servers and decides itself whose turn it is.
 */
@NullMarked
package io.vivarium.kernel.execution;

import org.jspecify.annotations.NullMarked;
