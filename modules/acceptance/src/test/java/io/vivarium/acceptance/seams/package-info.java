/** What the SPI costs: the package beside the same classes welded together, without plugins and without interfaces between them. */
@NullMarked
package io.vivarium.acceptance.seams;

import org.jspecify.annotations.NullMarked;
