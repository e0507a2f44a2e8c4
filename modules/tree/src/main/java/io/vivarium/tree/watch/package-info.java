/**
 * The watch table: who wants to hear of which change.
 *
 * <p>{@link io.vivarium.tree.watch.WatchTable} is told of changes by the tree's writer, as its {@link
 * io.vivarium.tree.ChangeListener}, and of interest by any thread. {@link io.vivarium.tree.watch.Watcher} is a connection as the
 * table sees it, {@link io.vivarium.tree.watch.Watches} what it watches.
 */
@NullMarked
package io.vivarium.tree.watch;

import org.jspecify.annotations.NullMarked;
