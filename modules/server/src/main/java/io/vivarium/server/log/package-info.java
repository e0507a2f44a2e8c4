/** What of the log differs from one server to another: {@link io.vivarium.server.log.JsonLines}, for configurations of Logback. */
@NullMarked
package io.vivarium.server.log;

import org.jspecify.annotations.NullMarked;
