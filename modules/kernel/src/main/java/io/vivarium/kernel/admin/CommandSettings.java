package io.vivarium.kernel.admin;

import io.vivarium.spi.TimeSource;

/**
 * What operators may have a server do.
 *
 * @param snapshot whether snapshots are made on request
 * @param restore whether the tree may be replaced on request
 * @param lastProcessedZxid whether snapshots hold the zxid that these commands need ({@code serializeLastProcessedZxid.enabled})
 * @param pauseMs ms between two snapshots, and between two restores
 */
public record CommandSettings(
    boolean snapshot, boolean restore, boolean lastProcessedZxid, long pauseMs, TimeSource time) {}
