package io.vivarium.kernel.admin;

import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ours, as ZooKeeper offers them to JMX only: {@code settings}, which shows what is in force and changes some of it until the next start,
 * {@code close_session}, {@code close_connection} and {@code drop_learner}.
 */
final class ClientCommands {
  private static final Logger LOG = LoggerFactory.getLogger(ClientCommands.class);

  private static final String PER_ADDRESS = "max_client_cnxns";
  private static final String LEAST = "min_session_timeout";
  private static final String GREATEST = "max_session_timeout";

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  private final Supplier<@Nullable Served> served;

  ClientCommands(Supplier<@Nullable Served> served) {
    this.served = served;
  }

  List<AdminCommand> all() {
    return List.of(
        new Settings(),
        new Closing("close_session", "session", now -> id -> now.clients().endSession(id)),
        new Closing("close_connection", "session", now -> id -> now.clients().dropConnection(id)),
        new Closing("drop_learner", "id", now -> id -> now.learners().test(id)));
  }

  /** A number as ZooKeeper's tools print it, with or without 0x; of 64 bits. Null when it is none. */
  static @Nullable Long id(@Nullable String text) {
    try {
      if (text == null) {
        return null;
      }
      return text.startsWith("0x")
          ? Long.parseUnsignedLong(text.substring(2), 16)
          : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** What is in force; POST changes the numbers that are given. */
  private final class Settings implements AdminCommand {
    @Override
    public String name() {
      return "settings";
    }

    @Override
    public Set<AdminMethod> methods() {
      return EnumSet.allOf(AdminMethod.class);
    }

    /** They are in force between two leaders, too. */
    @Override
    public boolean needsServing() {
      return false;
    }

    @Override
    public AdminReply answer(AdminRequest request) {
      Served now = served.get();
      if (now == null) {
        return AdminReply.of(new Fields().put("error", CommandDesk.NOT_SERVING).done());
      }
      if (request.method() == AdminMethod.POST) {
        try {
          change(now, request);
        } catch (IllegalArgumentException e) {
          return AdminReply.failed(BAD_REQUEST, e.getMessage());
        }
      }
      Map<String, @Nullable Object> fields = new LinkedHashMap<String, @Nullable Object>();
      ClientControl.Limits limits = now.clients().limits();
      fields.put(PER_ADDRESS, limits.perAddress());
      fields.put(LEAST, limits.leastTimeoutMs());
      fields.put(GREATEST, limits.greatestTimeoutMs());
      fields.putAll(now.server().configuration().settings());
      return AdminReply.of(fields);
    }

    /** One after the other: each keeps what it does not name as the one before has left it. */
    private synchronized void change(Served now, AdminRequest request) {
      Set<String> names = Set.of(PER_ADDRESS, LEAST, GREATEST);
      for (String name : request.parameters().keySet()) {
        if (!names.contains(name)) {
          throw new IllegalArgumentException(
              name + " cannot be changed while the server runs; " + names + " can");
        }
      }
      ClientControl.Limits before = now.clients().limits();
      ClientControl.Limits next =
          new ClientControl.Limits(
              given(request, PER_ADDRESS, before.perAddress()),
              given(request, LEAST, before.leastTimeoutMs()),
              given(request, GREATEST, before.greatestTimeoutMs()));
      now.clients().limits(next);
      if (now.permissions().told().permits()) {
        LOG.warn(
            "{} changes what clients are allowed, until the next start: {} before, {} now",
            request.caller().remote(),
            before,
            next);
      }
    }

    private static int given(AdminRequest request, String name, int otherwise) {
      String text = request.parameters().get(name);
      try {
        return text == null ? otherwise : Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(name + " must be a whole number", e);
      }
    }
  }

  /** Closes something that has a number. */
  private final class Closing implements AdminCommand {
    private final String name;
    private final String parameter;
    private final Function<Served, LongPredicate> closing;

    Closing(String name, String parameter, Function<Served, LongPredicate> closing) {
      this.name = name;
      this.parameter = parameter;
      this.closing = closing;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Set<AdminMethod> methods() {
      return EnumSet.of(AdminMethod.POST);
    }

    @Override
    public AdminReply answer(AdminRequest request) {
      Served now = served.get();
      Long id = id(request.parameters().get(parameter));
      if (id == null || now == null) {
        return AdminReply.failed(
            BAD_REQUEST,
            "The parameter " + parameter + " must be a number, with 0x before it or not");
      }
      if (now.permissions().told().permits()) {
        LOG.warn("{} asks for {} of {}", request.caller().remote(), name, Long.toHexString(id));
      }
      return closing.apply(now).test(id)
          ? AdminReply.of(Map.of())
          : AdminReply.failed(
              NOT_FOUND, "There is none with the number 0x" + Long.toHexString(id) + " here");
    }
  }
}
