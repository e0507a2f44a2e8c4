/** The operator's manual, done as it is written. */
@NullMarked
package io.vivarium.acceptance.manual;

import org.jspecify.annotations.NullMarked;
