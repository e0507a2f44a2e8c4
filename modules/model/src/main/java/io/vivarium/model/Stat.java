package io.vivarium.model;

/** An immutable {@link StatView}; see there for the meaning of the fields. */
public record Stat(
    long czxid,
    long mzxid,
    long ctime,
    long mtime,
    int version,
    int cversion,
    int aversion,
    long ephemeralOwner,
    int dataLength,
    int numChildren,
    long pzxid)
    implements StatView {

  /** A copy of what {@code view} shows now. */
  public static Stat of(StatView view) {
    return new Stat(
        view.czxid(),
        view.mzxid(),
        view.ctime(),
        view.mtime(),
        view.version(),
        view.cversion(),
        view.aversion(),
        view.ephemeralOwner(),
        view.dataLength(),
        view.numChildren(),
        view.pzxid());
  }
}
