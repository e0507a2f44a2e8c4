/** A storage in memory. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
