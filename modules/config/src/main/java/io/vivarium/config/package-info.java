/** zoo.cfg, dynamic configuration, system properties and environment, typed and checked; all problems are reported at once. */
@NullMarked
package io.vivarium.config;

import org.jspecify.annotations.NullMarked;
