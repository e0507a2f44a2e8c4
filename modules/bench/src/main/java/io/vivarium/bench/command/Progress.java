package io.vivarium.bench.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongConsumer;

/** A line about once a second, written over itself, on standard error. */
final class Progress implements LongConsumer {
  private final PrintWriter to;
  private final String what;
  private long last;
  private int ticks;

  Progress(PrintWriter to, String what) {
    this.to = to;
    this.what = what;
  }

  @Override
  public void accept(long completed) {
    to.printf(
        Locale.ROOT,
        "\r%-40s %3d s %,12d done %,10d/s ",
        what,
        ++ticks,
        completed,
        completed - last);
    to.flush();
    last = completed;
  }

  /** The line is no longer needed. */
  void end() {
    to.print("\r" + " ".repeat(80) + "\r");
    to.flush();
  }
}
