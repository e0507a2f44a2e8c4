/**
 * The shell scripts: the one that finds a JDK for the build, and those in the package's {@code bin}. They run from the source tree with
 * a stand-in for Java that writes down how it was called, so these tests need no server.
 */
@NullMarked
package io.vivarium.acceptance.scripts;

import org.jspecify.annotations.NullMarked;
