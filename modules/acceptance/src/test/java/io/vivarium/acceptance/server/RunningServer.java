package io.vivarium.acceptance.server;

import java.io.IOException;

/** What a client's test needs to know of the server that it talks to, standalone or in an ensemble. */
public interface RunningServer {
  /** The client port. */
  int port();

  /** Where clients reach it. */
  default String host() {
    return "127.0.0.1";
  }

  /** What a client is given to connect to this server. */
  default String connectString() {
    return host() + ":" + port();
  }

  /** Everything the server has printed, all its runs together. */
  String log();

  /** Number of the process of the last start. */
  long pid();

  /** Whether the process of the last start still runs. */
  boolean alive();

  /** The answer to a four-letter word. */
  default String ask(String word) throws IOException {
    return FourLetterWord.ask(host(), port(), word);
  }
}
