/**
 * What has been acknowledged stays, through kills and restarts, and data directories go over to Apache ZooKeeper and back
 * unchanged.
 */
@NullMarked
package io.vivarium.acceptance.durability;

import org.jspecify.annotations.NullMarked;
