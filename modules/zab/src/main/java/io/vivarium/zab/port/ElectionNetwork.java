package io.vivarium.zab.port;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.Notification;
import org.jspecify.annotations.Nullable;

/** Election connections, as the core uses them. Never blocks, never calls back from within a call. */
public interface ElectionNetwork {
  /**
   * Says something to another server: the latest word replaces one that was not sent yet, and is said again when a new connection
   * stands. Opens a connection where there is none. Servers that no membership names are ignored.
   */
  void notify(long serverId, Notification notification);

  /** Whether at least one peer has been told everything that was to be said to it. */
  boolean someoneWasTold();

  /** How another server can be talked to, as far as is known. */
  Reach reach(long serverId);

  /** How a server can be talked to. */
  enum Reach {
    /** A connection stands. */
    LINKED,
    /** None stands, and one may come any moment: after a start, for example, until all others have started too. */
    APART,
    /** One stood, the last attempt to connect again found nobody, and the server has not connected by itself since. */
    GONE
  }

  /** Opens the connections that are missing. */
  void connectAll();

  /** Where the servers are from now on: those in force, and those of a newer membership that is not known to be committed. */
  void members(Membership committed, @Nullable Membership proposed);

  /** Drops every connection and the listener, and begins anew: the membership has changed. */
  void restart();
}
