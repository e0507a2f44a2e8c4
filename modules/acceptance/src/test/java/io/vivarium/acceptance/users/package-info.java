/** Products that keep their state in ZooKeeper, unmodified, with their state in the packaged server. */
@NullMarked
package io.vivarium.acceptance.users;

import org.jspecify.annotations.NullMarked;
