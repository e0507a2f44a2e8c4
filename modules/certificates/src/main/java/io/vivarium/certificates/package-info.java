/** Certificates for the servers and clients of one ensemble: the authority that issues them, and their files. */
@NullMarked
package io.vivarium.certificates;

import org.jspecify.annotations.NullMarked;
