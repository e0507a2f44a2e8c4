/** An exporter of metrics: a CSV file, written anew every few seconds. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
