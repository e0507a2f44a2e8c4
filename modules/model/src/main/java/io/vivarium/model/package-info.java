/**
 * The vocabulary of Vivarium: requests, replies, txns, watch events, stats, ACLs, error codes, paths, zxids. Immutable values and pure functions; no I/O, no clock, no thread.
 */
@NullMarked
package io.vivarium.model;

import org.jspecify.annotations.NullMarked;
