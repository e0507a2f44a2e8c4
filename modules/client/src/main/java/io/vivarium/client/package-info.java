/**
 * An asynchronous client. {@link io.vivarium.client.ClientBuilder} opens a {@link io.vivarium.client.Client}, which has one session
 * with an ensemble and keeps it across connections: it reconnects, goes on with the same session, and sets its watches again.
 *
 * <p>Results are futures. Futures are completed, and {@linkplain io.vivarium.client.EventListener listeners} called, by one thread, one
 * after the other in the order that the server decided: who is told of a change has been told before a result shows it. What runs
 * there must not block on another result of the same client.
 */
@NullMarked
package io.vivarium.client;

import org.jspecify.annotations.NullMarked;
