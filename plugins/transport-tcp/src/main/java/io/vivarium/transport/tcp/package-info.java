/** The transport over TCP: frames in, frames out, on Netty. */
@NullMarked
package io.vivarium.transport.tcp;

import org.jspecify.annotations.NullMarked;
