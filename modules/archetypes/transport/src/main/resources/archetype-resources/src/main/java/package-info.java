/** A transport on plain sockets, served by one thread. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
