/** An admin command that tells how much memory the server uses. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
