/**
 * The command {@code vivarium plugin}: what it is told, and what it tells. The work is done by the packages below, each of which knows one
 * thing: {@code content} what is in a package and whether it may be, {@code trust} who signed it, {@code maven} where it comes from, {@code
 * store} how it gets into the directory of plugins whole or not at all.
 *
 * <p>One thread.
 */
@NullMarked
package io.vivarium.plugin.installer;

import org.jspecify.annotations.NullMarked;
