/**
 * Clients that work on an ensemble while it is being broken, and the judgement of what they were told.
 *
 * <p>{@link io.vivarium.acceptance.history.Workload} runs the clients and records a {@link
 * io.vivarium.acceptance.history.History}; {@link io.vivarium.acceptance.history.HistoryChecker} says what in it no
 * correct ensemble could have answered.
 */
@NullMarked
package io.vivarium.acceptance.history;

import org.jspecify.annotations.NullMarked;
