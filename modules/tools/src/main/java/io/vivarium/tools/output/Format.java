package io.vivarium.tools.output;

/** For whom a command prints. */
public enum Format {
  /** People. */
  TEXT,
  /** Programs: one JSON object a line. */
  JSON
}
