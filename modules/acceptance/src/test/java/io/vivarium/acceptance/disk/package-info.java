/** Disks that take as long as a test says, for servers of any kind and without privileges. */
@NullMarked
package io.vivarium.acceptance.disk;

import org.jspecify.annotations.NullMarked;
