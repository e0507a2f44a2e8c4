package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.session.Session;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.WatchEvent;
import io.vivarium.tree.watch.Watches;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that keeps what it is given. */
final class FakeClient implements Client {
  private final List<Outgoing> got = new ArrayList<>();
  private final Watches watches = new Watches(this);
  private boolean touched;

  int wakes;

  /** Largest answer that may wait, bytes. */
  long admitted = Long.MAX_VALUE;

  /** What it has proved. */
  List<AuthId> ids = List.of();

  /** Why it was dropped; null while it was not. */
  @Nullable String dropped;

  /** The session it was welcomed with; null while it was not, or when it was refused. */
  @Nullable Session session() {
    for (Outgoing entry : got) {
      if (entry instanceof Outgoing.Welcome welcome) {
        return welcome.session();
      }
    }
    return null;
  }

  /** What it got, in order: {@code welcome}, {@code refused}, {@code event} with its type, or the xid and the error of an answer. */
  List<String> story() {
    return got.stream().map(FakeClient::text).toList();
  }

  /** The zxid of what it got last. */
  long lastZxid() {
    return got.getLast().zxid();
  }

  private static String text(Outgoing entry) {
    return switch (entry) {
      case Outgoing.Welcome welcome ->
          welcome.session() == null
              ? "refused"
              : welcome.readOnly() ? "welcome to read" : "welcome";
      case Outgoing.Event event -> "event " + event.event().type();
      case Outgoing.Answer answer ->
          answer.xid() + " " + error(answer.error()) + (answer.last() ? " last" : "");
    };
  }

  private static String error(int number) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.code() == number) {
        return code.name();
      }
    }
    return String.valueOf(number);
  }

  @Override
  public void put(Outgoing entry) {
    got.add(entry);
  }

  @Override
  public void fired(WatchEvent event) {
    put(new Outgoing.Event(event));
  }

  @Override
  public boolean mayRead(List<Acl> acl) {
    return true;
  }

  @Override
  public boolean admits(long bytes) {
    return bytes <= admitted;
  }

  @Override
  public void wake() {
    wakes++;
  }

  @Override
  public List<AuthId> authIds() {
    return ids;
  }

  @Override
  public String address() {
    return "192.0.2.9";
  }

  @Override
  public long sessionId() {
    Session session = session();
    return session == null ? 0 : session.id();
  }

  @Override
  public Watches watches() {
    return watches;
  }

  @Override
  public void drop(String reason) {
    if (dropped == null) {
      dropped = reason;
    }
  }

  @Override
  public boolean markTouched() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  @Override
  public void clearTouched() {
    touched = false;
  }
}
