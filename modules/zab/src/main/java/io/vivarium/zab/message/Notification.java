package io.vivarium.zab.message;

import io.vivarium.model.ensemble.Membership;
import org.jspecify.annotations.Nullable;

/**
 * What servers tell each other on election connections.
 *
 * @param state what the sender is doing
 * @param vote its vote: its proposal while LOOKING, the outcome it lives by afterwards
 * @param version of the message's layout: 2 for every server since 3.5; 0 for those before 3.4.6
 * @param membership the sender's committed membership; null in layouts that have none
 */
public record Notification(
    ServerState state, Vote vote, int version, @Nullable Membership membership) {
  /** The layout that is sent. */
  public static final int VERSION = 2;

  /** A notification of the present layout. */
  public Notification(ServerState state, Vote vote, Membership membership) {
    this(state, vote, VERSION, membership);
  }
}
