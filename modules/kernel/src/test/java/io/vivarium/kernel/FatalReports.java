package io.vivarium.kernel;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what was reported as fatal. Any thread. */
public final class FatalReports implements FatalErrors {
  private final List<FatalReason> reasons = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();

  @Override
  public void stop(FatalReason reason, String message, @Nullable Throwable cause) {
    reasons.add(reason);
    messages.add(message);
  }

  /** The reasons given, in order. */
  public List<FatalReason> reasons() {
    return reasons;
  }

  /** The messages, in order. */
  public List<String> messages() {
    return messages;
  }
}
