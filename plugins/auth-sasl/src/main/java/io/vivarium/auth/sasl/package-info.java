/**
 * The authentication scheme {@code sasl}. A client proves who it is by a SASL mechanism; the mechanisms themselves are in {@code
 * modules/sasl}, here is what they mean to a ZooKeeper server. Start reading at {@link
 * io.vivarium.auth.sasl.SaslAuthenticationProvider}.
 */
@NullMarked
package io.vivarium.auth.sasl;

import org.jspecify.annotations.NullMarked;
