package io.vivarium.spi.tck.admin;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.admin.AdminContent;
import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Two commands: one that shows a number, and changes it when it is posted, and one that sends bytes. Sound as long as no flaw is switched on. */
final class ModelCommands implements AdminCommands {
  /** What can be wrong. */
  enum Flaw {
    OFFERS_NOTHING,
    TWO_OF_ONE_NAME,
    A_NAME_THAT_IS_NO_WORD,
    NO_WAY_TO_ASK,
    CHANGES_ITS_MIND,
    LETS_ANYBODY_CHANGE,
    ANSWERS_WITH_OBJECTS,
    ANSWERS_WITH_NUMBERS_AS_KEYS,
    ANSWERS_WITH_ODD_STATUS,
    LIES_ABOUT_LENGTHS,
    THROWS_ON_NONSENSE,
    STOPS_THE_SERVER,
    ASKS_TOO_EARLY,
    LISTENS_TO_ONE_THREAD,
    LEAVES_A_THREAD,
    FAILS_TO_CLOSE_TWICE
  }

  private final Set<Flaw> flaws;
  private final PluginContext context;
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger doubts = new AtomicInteger();
  private final Thread maker = Thread.currentThread();
  private boolean closed;

  private ModelCommands(Set<Flaw> flaws, PluginContext context) {
    this.flaws = flaws;
    this.context = context;
  }

  /** A provider of commands with these flaws. */
  static AdminCommandsProvider provider(Flaw... flaws) {
    Set<Flaw> set = EnumSet.noneOf(Flaw.class);
    set.addAll(List.of(flaws));
    return new AdminCommandsProvider() {
      @Override
      public String id() {
        return "model";
      }

      @Override
      public AdminCommands create(PluginContext context) {
        return new ModelCommands(set, context);
      }
    };
  }

  private boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }

  @Override
  public List<AdminCommand> commands(AdminHost host) {
    if (has(Flaw.ASKS_TOO_EARLY)) {
      host.ask(AdminRequest.get("configuration"));
    }
    return has(Flaw.OFFERS_NOTHING) ? List.of() : List.of(new Figure(), new Bytes());
  }

  @Override
  public void start() {
    if (has(Flaw.LEAVES_A_THREAD)) {
      context.threads().newThread(LockSupport::park).start();
    }
  }

  @Override
  public void close() {
    if (closed && has(Flaw.FAILS_TO_CLOSE_TWICE)) {
      throw new IllegalStateException("closed already");
    }
    closed = true;
  }

  private final class Figure implements AdminCommand {
    @Override
    public String name() {
      return has(Flaw.A_NAME_THAT_IS_NO_WORD) ? "the figure" : "figure";
    }

    @Override
    public List<String> aliases() {
      return List.of(has(Flaw.TWO_OF_ONE_NAME) ? "bytes" : "figr");
    }

    @Override
    public Set<AdminMethod> methods() {
      if (has(Flaw.NO_WAY_TO_ASK)) {
        return Set.of();
      }
      return Set.of(AdminMethod.GET, AdminMethod.POST);
    }

    @Override
    public boolean needsServing() {
      return !has(Flaw.CHANGES_ITS_MIND) || doubts.incrementAndGet() % 2 == 0;
    }

    @Override
    public boolean needsAuthorization(AdminMethod method) {
      return method == AdminMethod.POST && !has(Flaw.LETS_ANYBODY_CHANGE);
    }

    @Override
    public AdminReply answer(AdminRequest request) {
      if (has(Flaw.LISTENS_TO_ONE_THREAD) && !Thread.currentThread().equals(maker)) {
        throw new IllegalStateException("not for " + Thread.currentThread().getName());
      }
      String to = request.parameters().get("to");
      if (to != null && !to.matches("[0-9]{1,9}")) {
        if (has(Flaw.STOPS_THE_SERVER)) {
          context.fatalErrors().stop(FatalReason.UNEXPECTED, "nonsense", null);
        }
        if (has(Flaw.THROWS_ON_NONSENSE)) {
          number.set(Integer.parseInt(to));
        }
        return AdminReply.failed(400, "to must be a number of at most 9 digits");
      }
      if (to != null && request.method() == AdminMethod.POST) {
        number.set(Integer.parseInt(to));
      }
      return answered();
    }

    private AdminReply answered() {
      if (has(Flaw.ANSWERS_WITH_ODD_STATUS)) {
        return AdminReply.failed(99, "odd");
      }
      if (has(Flaw.ANSWERS_WITH_OBJECTS)) {
        return AdminReply.of(Map.of("at", Instant.EPOCH));
      }
      if (has(Flaw.ANSWERS_WITH_NUMBERS_AS_KEYS)) {
        return AdminReply.of(Map.of("figures", Map.of(1, "one")));
      }
      return AdminReply.of(Map.of("figure", number.get()));
    }
  }

  private final class Bytes implements AdminCommand {
    @Override
    public String name() {
      return "bytes";
    }

    @Override
    public AdminReply answer(AdminRequest request) {
      return new AdminReply(AdminReply.OK, Map.of(), Map.of(), new Content());
    }
  }

  private final class Content implements AdminContent {
    @Override
    public long length() {
      return has(Flaw.LIES_ABOUT_LENGTHS) ? 11 : 10;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(new byte[10]);
    }

    @Override
    public void close() {}
  }
}
