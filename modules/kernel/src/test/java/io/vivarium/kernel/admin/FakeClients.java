package io.vivarium.kernel.admin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clients of which one, with the session 0x100, is connected; what is done to it is noted. */
final class FakeClients implements ClientControl {
  static final long SESSION = 0x100;

  final List<String> done = new ArrayList<>();
  private volatile Limits limits = new Limits(60, 4_000, 40_000);

  /** Happens once, between a look at the limits and what is done with what was seen. */
  @Nullable Runnable afterLook;

  @Override
  public Limits limits() {
    Limits seen = limits;
    Runnable once = afterLook;
    afterLook = null;
    if (once != null) {
      once.run();
    }
    return seen;
  }

  @Override
  public void limits(Limits next) {
    limits = next;
  }

  private boolean note(String what, long sessionId) {
    done.add(what);
    return sessionId == SESSION;
  }

  @Override
  public boolean endSession(long sessionId) {
    return note("end", sessionId);
  }

  @Override
  public boolean dropConnection(long sessionId) {
    return note("drop", sessionId);
  }

  @Override
  public boolean resetConnection(long sessionId) {
    return note("reset", sessionId);
  }
}
