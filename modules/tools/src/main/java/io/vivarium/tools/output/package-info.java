/** What all commands share: options, JSON, progress. */
@NullMarked
package io.vivarium.tools.output;

import org.jspecify.annotations.NullMarked;
