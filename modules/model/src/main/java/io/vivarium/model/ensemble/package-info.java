/**
 * The servers of an ensemble, how their votes count, and the text form in which ZooKeeper's files, packets and the znode {@code
 * /zookeeper/config} carry them. Start reading at {@link io.vivarium.model.ensemble.Membership}.
 */
@NullMarked
package io.vivarium.model.ensemble;

import org.jspecify.annotations.NullMarked;
