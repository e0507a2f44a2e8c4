/** An audit log: a file with one JSON object a line. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
