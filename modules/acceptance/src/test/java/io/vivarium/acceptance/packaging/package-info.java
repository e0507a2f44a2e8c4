/** The package as a unit of systemd and as an image. */
@NullMarked
package io.vivarium.acceptance.packaging;

import org.jspecify.annotations.NullMarked;
