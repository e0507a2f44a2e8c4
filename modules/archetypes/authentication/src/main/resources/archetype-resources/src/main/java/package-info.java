/** An authentication scheme: tokens whose hashes are in a file. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
