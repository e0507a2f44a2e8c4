package io.vivarium.bench.load;

import java.util.Locale;

/** What can be measured: a name, a unit, and with how many decimals it is shown. */
public enum Quantity {
  THROUGHPUT("throughput", "/s", 0),
  P50("p50", "ms", 3),
  P99("p99", "ms", 3),
  P999("p99.9", "ms", 3),
  MAX("max", "ms", 3),
  /** CPU time of all servers together for one operation. */
  CPU("cpu/op", "µs", 2),
  /** Context switches of all threads of all servers for one operation. */
  SWITCHES("switches/op", "", 2),
  /** How long the whole took. */
  TIME("time", "s", 2),
  /** Bytes that were backed up or restored, in a second. */
  SPEED("speed", "MB/s", 0),
  RESIDENT("resident", "MB", 0),
  /** Growth of resident memory for each session or znode. */
  RESIDENT_EACH("resident each", "B", 0),
  /** Objects that a full collection leaves. */
  HEAP("live heap", "MB", 0),
  /** Growth of the live heap for each session or znode. */
  HEAP_EACH("live heap each", "B", 0),
  /** While a snapshot was written. */
  P99_INSIDE("p99 inside", "ms", 3),
  /** While none was written. */
  P99_OUTSIDE("p99 outside", "ms", 3),
  INSIDE_TO_OUTSIDE("inside/outside", "x", 2),
  SNAPSHOTS("snapshots", "", 0),
  FIRST_READ("first read", "ms", 0),
  ALL_SERVE("all serve", "ms", 0),
  FIRST_WRITE("first write", "ms", 0),
  LAST_SESSION("last session", "ms", 0),
  CAUGHT_UP("caught up", "ms", 0),
  /** Most that the leader's resident memory grew by. */
  LEADER_GROWTH("leader growth", "MB", 0),
  /** Before an attack, under the same load. */
  P50_QUIET("p50 quiet", "ms", 3),
  P99_QUIET("p99 quiet", "ms", 3),
  /** During the first attack that both processes have ever seen, a shorter one; the seconds until the next one included. */
  P99_FIRST("p99 first attack", "ms", 3),
  /** Of honest clients during an attack to that before it. */
  P50_ATTACKED("p50 attacked/quiet", "x", 2),
  P99_ATTACKED("p99 attacked/quiet", "x", 2),
  /** What an attack has sent. */
  ATTACKS("attacks", "", 0),
  /** What the resident memory of all servers together has grown by. */
  GROWTH("growth", "MB", 0),
  ERRORS("errors", "", 0);

  private final String word;
  private final String unit;
  private final int decimals;

  Quantity(String word, String unit, int decimals) {
    this.word = word;
    this.unit = unit;
    this.decimals = decimals;
  }

  /** The name in tables and in JSON. */
  public String word() {
    return word;
  }

  /** The unit; empty for a number. */
  public String unit() {
    return unit;
  }

  /** A value with its unit, for people. */
  public String text(double value) {
    boolean close = unit.isEmpty() || unit.startsWith("/") || unit.equals("x");
    return number(value) + (close || Double.isNaN(value) ? "" : " ") + suffix(value);
  }

  private String suffix(double value) {
    return Double.isNaN(value) ? "" : unit;
  }

  /** A value without its unit, for people. */
  public String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
