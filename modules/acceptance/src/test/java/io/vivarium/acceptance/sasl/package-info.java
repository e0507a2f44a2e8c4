/** Clients and servers that prove themselves by SASL. */
@NullMarked
package io.vivarium.acceptance.sasl;

import org.jspecify.annotations.NullMarked;
