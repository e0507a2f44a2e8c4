package io.vivarium.bench.load;

import java.net.InetSocketAddress;
import java.util.List;

/** The servers that an experiment has before it: one, or an ensemble. */
public interface Servers {
  /** Where clients connect, at least one. */
  List<InetSocketAddress> addresses();

  /** Ids of the server processes on this machine whose CPU time and memory are measured; empty when they are not known. */
  List<Long> pids();
}
