/** The command {@code vivarium scram}: credentials of passwords, for the file in which a server finds its users. */
@NullMarked
package io.vivarium.credentials;

import org.jspecify.annotations.NullMarked;
