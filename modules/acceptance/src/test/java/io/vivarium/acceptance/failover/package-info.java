/**
 * How long clients are without service when the leader dies: a measurement to be run by hand, side by side with Apache
 * ZooKeeper, not an assertion.
 */
@NullMarked
package io.vivarium.acceptance.failover;

import org.jspecify.annotations.NullMarked;
