package io.vivarium.kernel.pipeline;

/**
 * How an ensemble treats sessions; all false and {@code leaderServes} for a server on its own.
 *
 * @param local whether new sessions are known to their own server only ({@code localSessionsEnabled})
 * @param upgrading whether a local session becomes a global one with its first ephemeral ({@code localSessionsUpgradingEnabled})
 * @param leaderServes whether the primary serves clients itself ({@code leaderServes})
 */
public record SessionRules(boolean local, boolean upgrading, boolean leaderServes) {}
