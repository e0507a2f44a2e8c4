/** Membership that changes while the ensemble runs, and the kinds of ensembles and sessions that are not the default. */
@NullMarked
package io.vivarium.acceptance.reconfiguration;

import org.jspecify.annotations.NullMarked;
