package io.vivarium.storage.filelog;

/**
 * How the log is written and read.
 *
 * @param preallocBytes by how much a file grows at once; 0 or less: not ahead of the records
 * @param sizeLimitBytes a file larger than this ends after the force that made it so; 0 or less: no limit
 * @param forceSync whether the disk is forced at all
 * @param slowForceMs a force that takes longer is reported
 * @param maxRecordBytes longest payload that is believed and written
 */
record LogSettings(
    long preallocBytes,
    long sizeLimitBytes,
    boolean forceSync,
    long slowForceMs,
    int maxRecordBytes) {}
