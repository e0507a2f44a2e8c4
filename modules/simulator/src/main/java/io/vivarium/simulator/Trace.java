package io.vivarium.simulator;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells what happens, line by line with the virtual time, to whoever wants to read it. */
final class Trace {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Scheduler scheduler;
  private final @Nullable Consumer<String> reader;

  /** A trace; without a reader it costs nothing. */
  Trace(Scheduler scheduler, @Nullable Consumer<String> reader) {
    this.scheduler = scheduler;
    this.reader = reader;
  }

  boolean isRead() {
    return reader != null;
  }

  /** Tells something; the arguments are put in as by {@link String#format}. */
  @SuppressWarnings(
      "AnnotateFormatMethod") // the annotation is in a library that is not needed otherwise
  void tell(String format, Object... arguments) {
    if (reader != null) {
      reader.accept(
          String.format(Locale.ROOT, "%10.6f  ", scheduler.nowNanos() / NANOS_PER_SECOND)
              + String.format(Locale.ROOT, format, arguments));
    }
  }
}
