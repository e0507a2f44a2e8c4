/** Packages from Maven repositories, over HTTPS or from a directory: one file by its coordinates, with its signature and checksum, nothing else. */
@NullMarked
package io.vivarium.plugin.installer.maven;

import org.jspecify.annotations.NullMarked;
