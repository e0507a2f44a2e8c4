/** The suite for authentication plugins: extend {@link io.vivarium.spi.tck.auth.AuthenticationTck}. */
@NullMarked
package io.vivarium.spi.tck.auth;

import org.jspecify.annotations.NullMarked;
