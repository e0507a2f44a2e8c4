/** Transaction log and snapshots on disk, in the formats of ZooKeeper. */
@NullMarked
package io.vivarium.storage.filelog;

import org.jspecify.annotations.NullMarked;
