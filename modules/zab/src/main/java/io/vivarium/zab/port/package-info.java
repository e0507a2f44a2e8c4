/** What the core asks of the world: connections, and work that takes time. Everything else it needs is in the consensus SPI. */
@NullMarked
package io.vivarium.zab.port;

import org.jspecify.annotations.NullMarked;
