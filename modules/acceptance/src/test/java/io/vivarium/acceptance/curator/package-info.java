/** Curator 5.9, the library through which most Java applications use ZooKeeper: its recipes, caches and discovery. */
package io.vivarium.acceptance.curator;
