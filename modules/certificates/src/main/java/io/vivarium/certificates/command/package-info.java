/** The command {@code vivarium tls}. */
@NullMarked
package io.vivarium.certificates.command;

import org.jspecify.annotations.NullMarked;
