package io.vivarium.spi.tck.audit;

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.audit.AuditProvider;
import io.vivarium.spi.tck.audit.AuditTck.Kept;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An audit log in memory. Sound as long as no flaw is switched on. */
final class ModelAudit implements AuditLog {
  /** What can be wrong. */
  enum Flaw {
    LOSES_THE_LAST,
    TURNS_THE_ORDER,
    SPLITS_LINES,
    SPLITS_USERS,
    TRIMS,
    FORGETS_RESULTS,
    FORGETS_ACLS,
    INVENTS_ADDRESSES,
    LISTENS_TO_ONE_THREAD,
    TAKES_EARLY_EVENTS,
    FORGETS_AT_RESTART,
    LEAVES_A_THREAD,
    FAILS_TO_CLOSE_TWICE
  }

  private final Set<Flaw> flaws;
  private final List<Kept> place;
  private final PluginContext context;
  private @Nullable Thread first;
  private boolean open;
  private boolean closed;

  private ModelAudit(Set<Flaw> flaws, List<Kept> place, PluginContext context) {
    this.flaws = flaws;
    this.place = place;
    this.context = context;
  }

  static AuditProvider provider(List<Kept> place, Flaw... flaws) {
    Set<Flaw> set = EnumSet.noneOf(Flaw.class);
    set.addAll(List.of(flaws));
    return new AuditProvider() {
      @Override
      public String id() {
        return "model";
      }

      @Override
      public AuditLog create(PluginContext context) {
        return new ModelAudit(set, place, context);
      }
    };
  }

  private boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }

  @Override
  public void start() {
    open = true;
    if (has(Flaw.FORGETS_AT_RESTART)) {
      place.clear();
    }
    if (has(Flaw.LEAVES_A_THREAD)) {
      context.threads().newThread(LockSupport::park).start();
    }
  }

  @Override
  public void record(AuditEvent event) {
    synchronized (place) {
      Thread earlier = first;
      first = earlier == null ? Thread.currentThread() : earlier;
      if (has(Flaw.LISTENS_TO_ONE_THREAD) && !Thread.currentThread().equals(first)) {
        return;
      }
      String path = event.target().path();
      if (!open && !has(Flaw.TAKES_EARLY_EVENTS)) {
        return;
      }
      if (has(Flaw.SPLITS_LINES) && path != null) {
        path.lines().forEach(line -> place.add(kept(event, line)));
      } else {
        place.add(has(Flaw.TURNS_THE_ORDER) ? 0 : place.size(), kept(event, path));
      }
    }
  }

  private Kept kept(AuditEvent event, @Nullable String path) {
    List<String> users = new ArrayList<>();
    for (String user : event.actor().users()) {
      users.addAll(has(Flaw.SPLITS_USERS) ? List.of(user.split(",", -1)) : List.of(user));
    }
    String address = event.actor().address();
    return new Kept(
        event.operation().text(),
        has(Flaw.FORGETS_RESULTS) ? "success" : event.result().text(),
        event.actor().sessionId(),
        users,
        address == null && has(Flaw.INVENTS_ADDRESSES) ? "127.0.0.1" : address,
        path != null && has(Flaw.TRIMS) ? path.trim() : path,
        has(Flaw.FORGETS_ACLS) ? null : event.target().acl());
  }

  @Override
  public void close() {
    if (closed && has(Flaw.FAILS_TO_CLOSE_TWICE)) {
      throw new IllegalStateException("closed already");
    }
    if (open && has(Flaw.LOSES_THE_LAST)) {
      place.removeLast();
    }
    open = false;
    closed = true;
  }
}
