/** A server of an ensemble as one state machine: {@link io.vivarium.zab.ZabServer}. */
@NullMarked
package io.vivarium.zab;

import org.jspecify.annotations.NullMarked;
