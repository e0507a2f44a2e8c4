/** Curator 5.9, the library through which most Java applications use ZooKeeper: its recipes, caches and discovery. */
@NullMarked
package io.vivarium.acceptance.curator;

import org.jspecify.annotations.NullMarked;
