/**
 * The commands {@code vivarium scram} and {@code vivarium digest}: what servers and ACLs keep of passwords, made of
 * them.
 */
@NullMarked
package io.vivarium.credentials;

import org.jspecify.annotations.NullMarked;
