package io.vivarium.spi.tck.admin;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.admin.AdminEndpointProvider;
import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.admin.AdminRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An endpoint that is asked by a method call. Sound as long as no flaw is switched on. */
final class ModelEndpoint implements AdminEndpoint {
  /** What can be wrong. */
  enum Flaw {
    STARTS_WITH_NOBODY_TO_ASK,
    WAITS_FOR_SERVING,
    ANSWERS_ITSELF,
    REMEMBERS_ANSWERS,
    DROPS_THE_ANSWER,
    SWALLOWS_UNKNOWN_COMMANDS,
    DIES_OF_A_FAILURE,
    STOPS_THE_SERVER,
    LISTENS_TO_ONE_THREAD,
    ANSWERS_AFTER_CLOSE,
    KEEPS_THE_PLACE,
    LEAVES_A_THREAD,
    FAILS_TO_CLOSE_TWICE
  }

  private final Set<Flaw> flaws;
  private final AtomicBoolean place;
  private final PluginContext context;
  private final Map<String, String> remembered = new ConcurrentHashMap<>();
  private final Thread maker = Thread.currentThread();
  private @Nullable AdminHost host;
  private boolean holdsThePlace;
  private boolean closed;
  private volatile boolean dead;

  private ModelEndpoint(Set<Flaw> flaws, AtomicBoolean place, PluginContext context) {
    this.flaws = flaws;
    this.place = place;
    this.context = context;
  }

  /** A provider of endpoints with these flaws, only one of which can run at the place at a time. */
  static AdminEndpointProvider provider(AtomicBoolean place, Flaw... flaws) {
    Set<Flaw> set = EnumSet.noneOf(Flaw.class);
    set.addAll(List.of(flaws));
    return new AdminEndpointProvider() {
      @Override
      public String id() {
        return "model";
      }

      @Override
      public AdminEndpoint create(PluginContext context) {
        return new ModelEndpoint(set, place, context);
      }
    };
  }

  private boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }

  @Override
  public void attach(AdminHost newHost) {
    host = newHost;
  }

  @Override
  public void start() throws PluginException {
    AdminHost asked = host;
    if (asked == null) {
      if (has(Flaw.STARTS_WITH_NOBODY_TO_ASK)) {
        return;
      }
      throw new IllegalStateException("nobody to ask");
    }
    if (has(Flaw.WAITS_FOR_SERVING) && !asked.health().ready()) {
      throw new PluginException(FatalReason.ADMIN_ENDPOINT, "the server is not ready", null);
    }
    if (!place.compareAndSet(false, true)) {
      throw new PluginException(FatalReason.ADMIN_ENDPOINT, "the place is taken", null);
    }
    holdsThePlace = true;
    if (has(Flaw.LEAVES_A_THREAD)) {
      context.threads().newThread(LockSupport::park).start();
    }
  }

  /** Asks the server. */
  String ask(String command) {
    AdminHost asked = host;
    boolean over = dead || (closed && !has(Flaw.ANSWERS_AFTER_CLOSE));
    boolean foreign = has(Flaw.LISTENS_TO_ONE_THREAD) && !Thread.currentThread().equals(maker);
    if (asked == null || over || foreign) {
      throw new IllegalStateException(over ? "the endpoint is gone" : "not for this thread");
    }
    if (has(Flaw.ANSWERS_ITSELF) && command.equals("facts")) {
      return "42, \"quoted\"";
    }
    if (has(Flaw.REMEMBERS_ANSWERS)) {
      return remembered.computeIfAbsent(command, each -> answer(asked, each));
    }
    return answer(asked, command);
  }

  private String answer(AdminHost asked, String command) {
    try {
      String answer = asked.ask(AdminRequest.get(command)).fields().toString();
      boolean unknown = answer.contains("Unknown command");
      boolean swallowed = unknown && has(Flaw.SWALLOWS_UNKNOWN_COMMANDS);
      return swallowed || has(Flaw.DROPS_THE_ANSWER) ? "{}" : answer;
    } catch (RuntimeException e) {
      dead = has(Flaw.DIES_OF_A_FAILURE);
      if (has(Flaw.STOPS_THE_SERVER)) {
        context.fatalErrors().stop(FatalReason.ADMIN_ENDPOINT, "a command failed", e);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    if (closed && has(Flaw.FAILS_TO_CLOSE_TWICE)) {
      throw new IllegalStateException("closed already");
    }
    closed = true;
    if (holdsThePlace && !has(Flaw.KEEPS_THE_PLACE)) {
      place.set(false);
    }
    holdsThePlace = false;
  }
}
