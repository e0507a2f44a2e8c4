/**
 * Apache's own Java client, release 3.9.5, over every call of its interface.
 *
 * <p>The tests say what an application sees: results, {@code Stat} counters, error codes, watch events, session states.
 */
@NullMarked
package io.vivarium.acceptance.javaclient;

import org.jspecify.annotations.NullMarked;
