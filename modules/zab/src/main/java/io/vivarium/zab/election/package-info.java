/** Fast leader election: servers tell each other votes until a quorum agrees. */
@NullMarked
package io.vivarium.zab.election;

import org.jspecify.annotations.NullMarked;
