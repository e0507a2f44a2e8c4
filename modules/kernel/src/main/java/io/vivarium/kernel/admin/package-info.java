/**
 * What operators ask a running server: ZooKeeper's four-letter words, and the views they read.
 *
 * <p>Start at {@link io.vivarium.kernel.admin.FourLetterWords}, which the connection code asks about
 * the first four bytes of a connection, then {@code Word}, the table of all words. The words know
 * the server through {@link io.vivarium.kernel.admin.ServerView} only; other ways to ask (HTTP, JMX)
 * stand on the same views and on the registry of {@link io.vivarium.kernel.metrics}.
 *
 * <p>Two promises. No question locks the tree, the watches or the sessions: views read counters or
 * walk structures that tolerate writers. And no question costs without bound: large collections are
 * visited one element at a time until the text is long enough, and few of the long answers are
 * produced at the same time.
 */
@NullMarked
package io.vivarium.kernel.admin;

import org.jspecify.annotations.NullMarked;
