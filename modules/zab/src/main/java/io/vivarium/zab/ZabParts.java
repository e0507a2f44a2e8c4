package io.vivarium.zab;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.zab.port.ElectionNetwork;
import io.vivarium.zab.port.LearnerFigures;
import io.vivarium.zab.port.QuorumLinks;
import io.vivarium.zab.port.StateWork;

/**
 * What the server works with. All of it is called by the thread that calls the server, from within those calls.
 *
 * @param host the kernel: roles, log and delivery, state, sessions, membership, chance. {@code wake} is not used
 * @param elections connections for votes
 * @param links connections between leader and learners
 * @param work what blocks
 * @param fatal told when the server cannot go on
 * @param figures told what is measured
 */
public record ZabParts(
    ConsensusHost host,
    ElectionNetwork elections,
    QuorumLinks links,
    StateWork work,
    FatalErrors fatal,
    LearnerFigures figures) {}
