/**
 * The replicated state machine: znodes, ACLs, ephemerals, sessions, quotas, digest. {@link io.vivarium.tree.DataTree} applies txns
 * and says how writer and readers share it; {@link io.vivarium.tree.TreeReader} reads from any thread; {@link
 * io.vivarium.tree.TreeScan} walks over all of it for a snapshot and {@link io.vivarium.tree.TreeLoader} builds it from one. The
 * watch table is in {@link io.vivarium.tree.watch}.
 *
 * <p>Pure: a function of the txns. No clock, no randomness (the seed of the name hash is an option), no thread of its own, no file.
 *
 * <h2>Why it is small</h2>
 *
 * <p>A znode without children is a few bytes among those of its brothers ({@code NodeRecord}, {@code Segment}): its name, not its path; its stat as
 * variable-length numbers of which most are left out because they equal others; its data. A znode with children is a {@code Branch}, which adds what only
 * such nodes need and is itself the table of its children ({@code ChildTable}). The path of a node exists only while someone walks
 * along it. ACLs are shared numbers. Sets of paths (ephemerals by session, containers, TTL nodes) are tables of the same kind.
 *
 * <h2>Why nothing stops it</h2>
 *
 * <p>Child tables grow by extendible hashing: every change costs a bounded amount of work, a million children or ten. Sums over
 * subtrees (number of nodes, bytes) are kept on the way down each path, so counting all descendants, or what a quota's subtree uses,
 * is a look-up. A parent's digest is joined from the CRC of its path and data and that of its stat, so a child's creation does not
 * read the parent's data. Scans and searches for expired nodes go part by part. And a collector that moves what is new meets an array of four
 * kibibytes where there are thirty znodes.
 */
@NullMarked
package io.vivarium.tree;

import org.jspecify.annotations.NullMarked;
