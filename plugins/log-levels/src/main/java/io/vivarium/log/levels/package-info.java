/** An admin command that shows and sets levels of logging while the server runs: {@code LogLevelCommand}. */
@NullMarked
package io.vivarium.log.levels;

import org.jspecify.annotations.NullMarked;
