package io.vivarium.kernel.admin;

import java.util.ArrayList;
import java.util.List;

/** Clients of which one, with the session 0x100, is connected; what is done to it is noted. */
final class FakeClients implements ClientControl {
  static final long SESSION = 0x100;

  final List<String> done = new ArrayList<>();
  private Limits limits = new Limits(60, 4_000, 40_000);

  @Override
  public Limits limits() {
    return limits;
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
