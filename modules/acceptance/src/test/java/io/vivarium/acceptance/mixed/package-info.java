/** Vivarium and Apache ZooKeeper in one ensemble, in every role, and the one taking the other's place while clients work. */
@NullMarked
package io.vivarium.acceptance.mixed;

import org.jspecify.annotations.NullMarked;
