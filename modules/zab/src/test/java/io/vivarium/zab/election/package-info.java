/** Tests of the election: transcripts of one server, and whole elections over a bad network. */
@NullMarked
package io.vivarium.zab.election;

import org.jspecify.annotations.NullMarked;
