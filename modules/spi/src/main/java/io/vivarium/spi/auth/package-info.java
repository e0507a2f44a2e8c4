/** The authentication SPI: schemes that prove identities and match them with ACLs. Provider: {@link io.vivarium.spi.auth.AuthenticationProvider}; instance: {@link io.vivarium.spi.auth.Authentication}; TCK: {@code AuthenticationTck}. */
@NullMarked
package io.vivarium.spi.auth;

import org.jspecify.annotations.NullMarked;
