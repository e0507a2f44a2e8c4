package io.vivarium.tools.output;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells on standard error how far long work has come: nothing in the first seconds, then a line every few. One thread. */
public final class Progress {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final PrintWriter err;
  private final LongSupplier nanos;
  private final String what;
  private final long total;
  private final long begun;
  private long done;
  private long told;

  /** Work on {@code total} bytes; 0 when nobody knows. */
  public Progress(PrintWriter err, String what, long total) {
    this(err, what, total, System::nanoTime);
  }

  Progress(PrintWriter err, String what, long total, LongSupplier nanos) {
    this.err = err;
    this.what = what;
    this.total = total;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.told = begun;
  }

  /** So many more bytes are done. */
  public void add(long bytes) {
    at(done + bytes);
  }

  /** So many bytes are done by now. */
  public void at(long bytes) {
    done = bytes;
    long now = nanos.getAsLong();
    if (now - told < PAUSE_NANOS) {
      return;
    }
    told = now;
    double seconds = (now - begun) / 1e9;
    String share =
        total > 0
            ? String.format(Locale.ROOT, " of %s, %d %%", size(total), done * 100 / total)
            : "";
    err.println(
        String.format(
            Locale.ROOT,
            "%s: %s%s, %s a second",
            what,
            size(done),
            share,
            size((long) (done / seconds))));
  }

  /** Bytes as people read them. */
  public static String size(long bytes) {
    if (bytes < 10_000) {
      return bytes + " B";
    }
    double value = bytes;
    String[] units = {"kB", "MB", "GB", "TB"};
    int unit = -1;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, value < 100 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }
}
