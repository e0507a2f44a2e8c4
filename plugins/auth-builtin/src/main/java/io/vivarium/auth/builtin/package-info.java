/**
 * The authentication schemes that every ZooKeeper has, with the same ids to the byte, so that ACLs move over and back: {@code
 * world}, {@code auth}, {@code digest} with the super user, {@code ip}. One class per scheme; start reading at {@link
 * io.vivarium.auth.builtin.BuiltinAuthenticationProvider}.
 *
 * <p>Who is allowed what is the kernel's business; so is the replacement of {@code auth} in an ACL that is being stored.
 */
@NullMarked
package io.vivarium.auth.builtin;

import org.jspecify.annotations.NullMarked;
