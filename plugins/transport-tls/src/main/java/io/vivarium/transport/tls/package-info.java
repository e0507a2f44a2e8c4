/** The transport over TCP with TLS for clients and peers. */
@NullMarked
package io.vivarium.transport.tls;

import org.jspecify.annotations.NullMarked;
