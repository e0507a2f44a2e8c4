/** A consensus engine for a server on its own. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
