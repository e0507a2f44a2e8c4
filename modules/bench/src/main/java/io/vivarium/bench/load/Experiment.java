package io.vivarium.bench.load;

import java.io.IOException;
import java.util.Map;
import java.util.function.LongConsumer;

/** Something that can be measured of servers, again and again; stateless. {@link Experiments} knows them all. */
public sealed interface Experiment {
  /** The name on the command line. */
  String word();

  /** One line for people. */
  String description();

  /** Whether it first fills the servers with the znodes of {@link Plan#population}. */
  default boolean populates() {
    return false;
  }

  /** Whether it is about encrypted connections: servers are started with TLS for it, clients come with TLS. */
  default boolean encrypted() {
    return false;
  }

  /** Needs nothing but servers that serve. */
  non-sealed interface OfAny extends Experiment {
    /**
     * Measures.
     *
     * @param progress told about once a second how many operations have been completed so far
     * @throws IOException when a server cannot be reached, or is lost on the way
     */
    Figures measure(Servers servers, Plan plan, Network network, LongConsumer progress)
        throws IOException, InterruptedException;
  }

  /** Kills or stops servers, or looks into their directories: they must have been started for it. */
  non-sealed interface OfOwn extends Experiment {
    /** The least number of servers that it can do with. */
    default int servers() {
      return 1;
    }

    /** Lines that the configuration of the servers must have for it. */
    default Map<String, String> settings(Plan plan) {
      return Map.of();
    }

    /**
     * Measures.
     *
     * @param progress told about once a second how many operations have been completed so far
     * @throws IOException when a server cannot be reached, or does not come back
     */
    Figures measure(OwnServers servers, Plan plan, Network network, LongConsumer progress)
        throws IOException, InterruptedException;
  }
}
