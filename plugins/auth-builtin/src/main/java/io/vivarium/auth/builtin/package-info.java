/** The authentication schemes that every ZooKeeper has: world, auth, digest, ip and the super user. */
@NullMarked
package io.vivarium.auth.builtin;

import org.jspecify.annotations.NullMarked;
