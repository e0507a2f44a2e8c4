/** Tests of the election connections over a network without threads. */
@NullMarked
package io.vivarium.consensus.zab.election;

import org.jspecify.annotations.NullMarked;
