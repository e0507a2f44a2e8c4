/** The authentication scheme ensemble: clients that say which ensemble they mean are sent away by others. */
@NullMarked
package io.vivarium.auth.ensemble;

import org.jspecify.annotations.NullMarked;
