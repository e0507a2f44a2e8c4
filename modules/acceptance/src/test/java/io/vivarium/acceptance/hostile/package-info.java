/**
 * Clients that mean harm or are broken. Whatever they send, the server stays up and other clients notice nothing: each
 * suite has a {@link io.vivarium.acceptance.hostile.Witness} that works on meanwhile.
 */
@NullMarked
package io.vivarium.acceptance.hostile;

import org.jspecify.annotations.NullMarked;
