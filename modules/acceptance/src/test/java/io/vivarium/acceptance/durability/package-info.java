/**
 * What has been acknowledged stays, through kills and restarts, and data directories go over to Apache ZooKeeper and back
 * unchanged.
 */
package io.vivarium.acceptance.durability;
