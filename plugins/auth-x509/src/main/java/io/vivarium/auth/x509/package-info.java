/** The authentication scheme x509: identities from the certificates that clients show in TLS. */
@NullMarked
package io.vivarium.auth.x509;

import org.jspecify.annotations.NullMarked;
