/** Tests of the tools, on directories that ZooKeeper wrote and on such that are made here. */
@NullMarked
package io.vivarium.tools;

import org.jspecify.annotations.NullMarked;
