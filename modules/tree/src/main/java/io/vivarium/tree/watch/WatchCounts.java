package io.vivarium.tree.watch;

/**
 * Figures for operators, as ZooKeeper counts them: it keeps a data table and a child table, and a persistent watch is in both.
 *
 * @param connections connections with an entry in the data table
 * @param paths paths in the data table
 * @param dataWatches entries in the data table
 * @param childWatches entries in the child table
 */
public record WatchCounts(int connections, int paths, int dataWatches, int childWatches) {}
