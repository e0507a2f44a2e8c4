/**
 * What the assembly descriptor of plugin packages, {@code assemblies/vivarium-plugin.xml}, cannot say: that every file is named with its
 * SHA-256 in {@code SHA256SUMS}.
 *
 * <p>Called by Maven, on one thread for each project that it builds.
 */
@NullMarked
package io.vivarium.plugin.assembly;

import org.jspecify.annotations.NullMarked;
