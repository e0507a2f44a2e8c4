package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.session.Session;
import io.vivarium.kernel.session.SessionTracker;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sessions as operators see them on servers that decide about them and on others. */
class SessionsViewTest {
  private final ManualTime time = new ManualTime(0);
  private final SessionTracker sessions = new SessionTracker(1000, 0);
  private final SessionTracker locals = new SessionTracker(1000, 0);

  @Test
  void whoExpiresSessionsTellsWhen() {
    sessions.add(new Session(5, 4000, 0));
    SessionsView view = new SessionsView(sessions, null, () -> true, time);
    assertEquals(1, assertNotNullAnd(view.expiry()).size());
    assertEquals(1, view.globalCount());
    assertEquals(0, view.localCount());
    assertNull(view.local());
  }

  @Test
  void whoDoesNotTellsTheirTimeouts() {
    sessions.add(new Session(5, 4000, 0));
    locals.add(new Session(6, 7000, 0));
    SessionsView view = new SessionsView(sessions, locals, () -> false, time);
    assertNull(view.expiry());
    assertEquals(Map.of(5L, 4000), view.global());
    assertEquals(Map.of(6L, 7000), view.local());
    assertEquals(1, view.localCount());
  }

  private static <T> T assertNotNullAnd(T value) {
    assertNotNull(value);
    return value;
  }
}
