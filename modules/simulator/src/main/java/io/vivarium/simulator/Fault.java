package io.vivarium.simulator;

import java.util.List;

/** Something that goes wrong at a time and is over after a while. Servers are named by their numbers. */
sealed interface Fault {
  /** When, after the start of the simulation. */
  long atMs();

  /** A server is killed and started again. Silently: its machine loses power, and nobody is told. */
  record Kill(long atMs, int server, boolean silently, long downMs) implements Fault {}

  /** A server dies in the middle of its next force, and is started again. */
  record DieInForce(long atMs, int server, long downMs) implements Fault {}

  /** All servers are killed at once. */
  record KillAll(long atMs, long downMs) implements Fault {}

  /** A server stands still. */
  record Pause(long atMs, int server, long forMs) implements Fault {}

  /** Nothing gets through in these directions. */
  record Hold(long atMs, List<Network.Way> ways, long forMs) implements Fault {
    /** Copies the list. */
    public Hold {
      ways = List.copyOf(ways);
    }
  }

  /** Bytes take longer in these directions. */
  record Slow(long atMs, List<Network.Way> ways, long byMs, long forMs) implements Fault {
    /** Copies the list. */
    public Slow {
      ways = List.copyOf(ways);
    }
  }

  /** The connections between two machines break. */
  record Reset(long atMs, int one, int other) implements Fault {}

  /** A disk does something wrong. */
  record BadDisk(long atMs, int server, Disk.Trouble trouble, long forMs) implements Fault {}

  /** A wall clock is set. */
  record ClockJump(long atMs, int server, long byMs) implements Fault {}

  /** A client dies without ending its session. */
  record KillClient(long atMs, int client) implements Fault {}

  /** A server dies when it next makes anything durable or sends anything to another server, and is started again. */
  record DieInOutput(long atMs, int server, long downMs) implements Fault {}

  /** The next state that is sent by or to a server breaks off on its way. */
  record CutState(long atMs, int server) implements Fault {}

  /** A bit flips on a disk, and the server is restarted; when it refuses to start, the operator gives it an empty disk. */
  record Rot(long atMs, int server, boolean snapshot, long downMs) implements Fault {}

  /** Somebody asks for a server to join, in a role, or to leave. */
  record Reconfigure(long atMs, int server, Change change) implements Fault {}

  /** What becomes of a server in the membership. */
  enum Change {
    VOTES,
    OBSERVES,
    LEAVES
  }
}
