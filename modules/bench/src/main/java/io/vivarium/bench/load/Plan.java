package io.vivarium.bench.load;

/**
 * How servers are to be loaded.
 *
 * @param sessions how many, spread over the servers in turn
 * @param inFlight requests that each session keeps without a reply; with a rate: not used
 * @param perSecond operations a second over all sessions together, each due at its time whatever the server does; 0: as many as
 *     come back
 * @param warmUpSeconds not measured
 * @param seconds measured
 * @param znodes of each session
 * @param dataBytes of each znode
 * @param population what a server is filled with by the experiments that do so
 */
public record Plan(
    int sessions,
    int inFlight,
    int perSecond,
    int warmUpSeconds,
    int seconds,
    int znodes,
    int dataBytes,
    Population population) {
  /** The same with as many requests under way as these sessions keep. */
  public Plan closed(int count, int each) {
    return new Plan(count, each, 0, warmUpSeconds, seconds, znodes, dataBytes, population);
  }

  /** The same at a rate. */
  public Plan paced(int rate) {
    return new Plan(
        sessions, inFlight, rate, warmUpSeconds, seconds, znodes, dataBytes, population);
  }

  /** The same over so many seconds. */
  public Plan over(int warmUp, int measured) {
    return new Plan(sessions, inFlight, perSecond, warmUp, measured, znodes, dataBytes, population);
  }

  /** The same with another population. */
  public Plan filled(Population other) {
    return new Plan(
        sessions, inFlight, perSecond, warmUpSeconds, seconds, znodes, dataBytes, other);
  }
}
