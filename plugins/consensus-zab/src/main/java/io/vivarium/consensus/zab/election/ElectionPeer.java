package io.vivarium.consensus.zab.election;

import io.vivarium.zab.message.Notification;
import io.vivarium.zab.port.ElectionNetwork.Reach;
import org.jspecify.annotations.Nullable;

/** What is known of another server: the connection to it, and what it was told last. Engine's thread. */
final class ElectionPeer {
  private final long id;
  private @Nullable ElectionLink link;
  private @Nullable Notification last;
  private @Nullable ElectionDial dial;

  /** Whether the last attempt to connect failed, so that the next failure is no news. */
  private boolean unreachable;

  /** Whether a connection ever stood. */
  private boolean stood;

  ElectionPeer(long id) {
    this.id = id;
  }

  long id() {
    return id;
  }

  boolean linked() {
    return link != null;
  }

  Reach reach() {
    if (link != null) {
      return Reach.LINKED;
    }
    return stood && unreachable ? Reach.GONE : Reach.APART;
  }

  /** It is there, whether a connection comes of it or not. */
  void seen() {
    unreachable = false;
  }

  boolean hasWord() {
    return last != null;
  }

  boolean told() {
    return link != null && link.saidAll();
  }

  /** Says this now, or when a connection stands. */
  void say(Notification notification) {
    last = notification;
    if (link != null) {
      link.say(notification);
    }
  }

  /**
   * The newest connection is the one, and an attempt to make another is given up. What was said last is said again: nobody knows
   * whether it arrived.
   */
  void use(ElectionLink newest) {
    drop();
    endDial();
    link = newest;
    stood = true;
    seen();
    if (last != null) {
      newest.say(last);
    }
  }

  /** Closes the connection. */
  void drop() {
    if (link != null) {
      link.close();
      link = null;
    }
  }

  @Nullable ElectionDial dial() {
    return dial;
  }

  void dials(ElectionDial begun) {
    dial = begun;
  }

  /** The attempt to connect is over or given up. */
  void endDial() {
    if (dial != null) {
      dial.cancel();
      dial = null;
    }
  }

  /** The attempt to connect has led to a connection. */
  void dialled() {
    if (dial != null) {
      dial.done();
      dial = null;
    }
  }

  /** Notes that it could not be reached; true when that is news. */
  boolean failed() {
    endDial();
    boolean news = !unreachable;
    unreachable = true;
    return news;
  }

  /** Forgets what it was told, closes the connection and gives up connecting. */
  void forget() {
    drop();
    last = null;
    endDial();
  }
}
