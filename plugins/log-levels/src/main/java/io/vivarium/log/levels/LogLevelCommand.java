package io.vivarium.log.levels;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * {@code log_level}: GET shows the loggers that have a level of their own, or with {@code logger=<name>} the level that counts for one.
 * POST with {@code logger=<name>} and {@code level=<level>} sets one until the server stops or its logging configuration is read anew;
 * the level {@code inherit} takes it back. Any thread.
 */
final class LogLevelCommand implements AdminCommand {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogLevelCommand.class);

  private static final String LOGGER = "logger";
  private static final String LEVEL = "level";
  private static final String INHERIT = "INHERIT";
  private static final int BAD_REQUEST = 400;

  /** Loggers live for ever: names are bounded in their form, and in how many this command makes. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.$]{0,199}");

  private static final int MOST_NEW = 1_000;
  private static final List<String> LEVELS =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF", INHERIT);

  private final Supplier<ILoggerFactory> factory;
  private int made;

  LogLevelCommand(Supplier<ILoggerFactory> factory) {
    this.factory = factory;
  }

  @Override
  public String name() {
    return "log_level";
  }

  @Override
  public List<String> aliases() {
    return List.of("logl");
  }

  @Override
  public Set<AdminMethod> methods() {
    return Set.of(AdminMethod.GET, AdminMethod.POST);
  }

  @Override
  public boolean needsServing() {
    return false;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    if (!(factory.get() instanceof LoggerContext context)) {
      return AdminReply.failed(BAD_REQUEST, "Logging is not done by Logback");
    }
    String name = nameOf(request.parameters().get(LOGGER));
    return switch (request.method()) {
      case GET -> name == null ? all(context) : one(context, name);
      case POST -> set(context, name, request.parameters().get(LEVEL));
    };
  }

  /** Logback has one root logger, and hands it out whatever the case of its name. */
  private static @Nullable String nameOf(@Nullable String asked) {
    return org.slf4j.Logger.ROOT_LOGGER_NAME.equalsIgnoreCase(asked)
        ? org.slf4j.Logger.ROOT_LOGGER_NAME
        : asked;
  }

  private static AdminReply all(LoggerContext context) {
    Map<String, @Nullable Object> levels = new TreeMap<String, @Nullable Object>();
    for (Logger logger : context.getLoggerList()) {
      if (logger.getLevel() != null) {
        levels.put(logger.getName(), logger.getLevel().toString());
      }
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("levels", levels);
    return AdminReply.of(fields);
  }

  private static AdminReply one(LoggerContext context, String name) {
    if (!NAME.matcher(name).matches()) {
      return badName();
    }
    Logger known = context.exists(name);
    String nearest = name;
    while (known == null) {
      int dot = nearest.lastIndexOf('.');
      nearest = dot < 0 ? org.slf4j.Logger.ROOT_LOGGER_NAME : nearest.substring(0, dot);
      known = context.exists(nearest);
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put(LOGGER, name);
    fields.put(LEVEL, known.getEffectiveLevel().toString());
    return AdminReply.of(fields);
  }

  private AdminReply set(LoggerContext context, @Nullable String name, @Nullable String level) {
    if (name == null || !NAME.matcher(name).matches()) {
      return badName();
    }
    String wanted = level == null ? "" : level.toUpperCase(Locale.ROOT);
    boolean root = name.equals(org.slf4j.Logger.ROOT_LOGGER_NAME);
    if (!LEVELS.contains(wanted) || (root && wanted.equals(INHERIT))) {
      return AdminReply.failed(
          BAD_REQUEST, "The parameter level must be one of " + String.join(", ", LEVELS));
    }
    synchronized (this) {
      if (context.exists(name) == null && made++ >= MOST_NEW) {
        return AdminReply.failed(
            BAD_REQUEST, "More than " + MOST_NEW + " loggers that nobody uses were named");
      }
      context.getLogger(name).setLevel(wanted.equals(INHERIT) ? null : Level.valueOf(wanted));
    }
    LOG.info("The level of {} was set to {} by an admin command", name, wanted);
    return one(context, name);
  }

  private static AdminReply badName() {
    return AdminReply.failed(
        BAD_REQUEST,
        "The parameter logger must be ROOT or the name of a logger, as io.vivarium.kernel");
  }
}
