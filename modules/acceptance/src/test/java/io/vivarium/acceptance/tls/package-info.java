/** TLS and mutual TLS with unmodified clients, and between servers, with certificates made by the package's own command. */
@NullMarked
package io.vivarium.acceptance.tls;

import org.jspecify.annotations.NullMarked;
