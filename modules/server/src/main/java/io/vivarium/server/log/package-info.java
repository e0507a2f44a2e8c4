/** How the lines of the log look, text or JSON, each with the number of its server: for configurations of Logback. */
@NullMarked
package io.vivarium.server.log;

import org.jspecify.annotations.NullMarked;
