/**
 * What operators do with data directories and running ensembles. A package for each kind of work: {@code log} and {@code snapshot} look into
 * files, {@code backup} takes and restores backups, {@code status} asks servers, {@code apache} is the same work in the words of ZooKeeper's
 * own tools. Formats are read by {@code io.vivarium.storage.filelog} and {@code io.vivarium.codec}; nothing here knows a byte of them.
 */
@NullMarked
package io.vivarium.tools;

import org.jspecify.annotations.NullMarked;
