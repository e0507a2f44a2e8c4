/**
 * Transaction log and snapshots on disk, in the formats of ZooKeeper, so that a data directory moves over and back.
 *
 * <pre>
 *   FileStorage ── Directories (version-2, lock, mix-ups)
 *     ├─ FileTxnLog ── RecordBuffer ──► Segment (one log file) ──► Disk
 *     │     └─ FillAhead (its own thread: zeros ahead of the records)
 *     ├─ LogDirectory (all log files, recovery at start, ForcedMark)
 *     │     └─ FileTxnCursor ── LogScanner ── EndOfLog (is this the end?)
 *     ├─ FileSnapshotStore ── FileSnapshotWriter / FileSnapshotReader ── Compression
 *     │     └─ Retention
 *     └─ FileNumber
 * </pre>
 *
 * <h2>Durability</h2>
 *
 * Records gather in memory; a force writes them at once, forces the file, and only then returns. A file is created with its header and
 * its name forced before a record goes into it. It is never written again after a restart: the next txn begins a new
 * one. What replaces something (snapshots, numbers) is written under another name, forced, renamed, and the directory forced. A start
 * forces every log file before it reads it: what the process before it left in the memory of the operating system must not be
 * served and then be lost. A write or force that failed breaks the log until the process ends, because the operating system forgets
 * the pages that it could not write.
 *
 * <h2>Where a log ends</h2>
 *
 * ZooKeeper takes any record without its end byte for the end of the file, so that one changed byte in the middle silently drops all
 * acknowledged txns behind it. Here {@link io.vivarium.storage.filelog.EndOfLog} decides, on two facts. One is a note of how far the newest file
 * was forced ({@link io.vivarium.storage.filelog.ForcedMark}): exact when the process died, some seconds old when power was lost, never wrong.
 * What is damaged or missing before it is refused, unless it is the end of the last record only. The other is what a loss of power can do to a batch that was not forced
 * yet: sectors of 512 bytes are there or are still zero, in any selection. So whole records behind a place where none can be read mean
 * damage, unless a sector in between is missing and no more follow than a batch may have. Without the note, for files that
 * ZooKeeper wrote, a record with its end byte and a wrong checksum is refused as it is there; with the note, behind it, and with a sector
 * missing, it is a torn write. A refusal names file, offset, zxid and what to do.
 *
 * <p>Formats: <a href="https://github.com/apache/zookeeper">Apache ZooKeeper</a> 3.9.5, packages {@code server.persistence} and {@code txn};
 * Snappy blocks: <a href="https://github.com/google/snappy/blob/main/format_description.txt">format description</a>; their stream: snappy-java.
 */
@NullMarked
package io.vivarium.storage.filelog;

import org.jspecify.annotations.NullMarked;
