package io.vivarium.tree;

/**
 * How a tree reads owners and whether it keeps a digest. Every server of an ensemble must agree on the first two.
 *
 * @param extendedTypes whether TTL nodes exist; when not, their owners read as (dead) sessions, as in ZooKeeper
 * @param emulate353 whether TTL owners have the layout of ZooKeeper 3.5.3
 * @param digest whether the digest of the tree is kept; costs about a tenth of a microsecond per changed node
 * @param hashSeed secret that decides where names land in the child tables, so that nobody can choose names that collide
 */
public record TreeOptions(
    boolean extendedTypes, boolean emulate353, boolean digest, long hashSeed) {}
