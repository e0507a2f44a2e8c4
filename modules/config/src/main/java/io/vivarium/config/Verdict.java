package io.vivarium.config;

/** What the server does with a key that ZooKeeper knows. */
enum Verdict {
  /** Same key, same unit, same default, same effect. */
  HONOURED("honoured"),
  /** Accepted; the nearest mechanism of our own answers to it. */
  MAPPED("mapped"),
  /** Accepted without effect; a warning says why. */
  NO_EFFECT("no effect"),
  /** The server does not start with it; the message says why. */
  REFUSED("refused"),
  /** Read by clients and scripts only; a server says nothing about it. */
  NOT_FOR_SERVERS("not read by a server"),
  /** Not a key of ZooKeeper. */
  OURS("Vivarium's own");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
