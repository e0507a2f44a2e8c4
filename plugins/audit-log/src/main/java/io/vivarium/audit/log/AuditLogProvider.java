package io.vivarium.audit.log;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.audit.AuditProvider;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/** Registers the audit log {@code log}. */
public final class AuditLogProvider implements AuditProvider {
  static final ConfigKey<String> DESTINATION =
      ConfigKey.text(
          "audit.destination",
          "file",
          "Where audit records go: file, or log, which is the logger of ZooKeeper's own class.");
  static final ConfigKey<Path> FILE =
      ConfigKey.path(
          "audit.file", "File of audit records; by default zookeeper_audit.log beside the log.");
  static final ConfigKey<Path> LOG_DIRECTORY = ConfigKey.path("log.dir", "Directory of log files.");
  static final ConfigKey<String> FORMAT =
      ConfigKey.text("audit.format", "text", "text, as ZooKeeper writes them, or json.");
  static final ConfigKey<Long> FILE_SIZE =
      ConfigKey.number(
          "audit.maxFileSize",
          10L << 20,
          1L << 10,
          1L << 40,
          "Size in bytes from which a file of audit records is followed by another.");
  static final ConfigKey<Integer> FILES =
      ConfigKey.integer(
          "audit.maxFiles", 10, 0, 1000, "How many earlier files of audit records are kept.");
  static final ConfigKey<Integer> QUEUE =
      ConfigKey.integer(
          "audit.queueSize", 10_000, 1, 10_000_000, "Audit records that may wait for the disk.");
  static final ConfigKey<String> WHEN_LOST =
      ConfigKey.text(
          "audit.whenLost",
          "continue",
          "What the server does when an audit record cannot be kept: continue, or stop.");

  private static final String FILE_NAME = "zookeeper_audit.log";

  @Override
  public String id() {
    return "log";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(DESTINATION, FILE, LOG_DIRECTORY, FORMAT, FILE_SIZE, FILES, QUEUE, WHEN_LOST);
  }

  @Override
  public AuditLog create(PluginContext context) throws PluginException {
    PluginConfig config = context.config();
    boolean json = chosen(config, FORMAT, "json", "text");
    boolean toLog = chosen(config, DESTINATION, "log", "file");
    boolean stop = chosen(config, WHEN_LOST, "stop", "continue");
    AuditSink sink =
        toLog
            ? new LoggerSink()
            : new RotatingFile(
                context.grants().file(file(config)),
                config.get(FILE_SIZE),
                config.get(FILES),
                context.time());
    RecordFormat format = json ? new JsonRecord() : new TextRecord(ZoneId.systemDefault(), !toLog);
    return new QueuedAuditLog(sink, format, config.get(QUEUE), stop, context);
  }

  private static Path file(PluginConfig config) {
    Path file = config.find(FILE);
    if (file != null) {
      return file;
    }
    Path directory = config.find(LOG_DIRECTORY);
    return directory == null ? Path.of(FILE_NAME) : directory.resolve(FILE_NAME);
  }

  /** Whether the first of two words is configured; anything but these two is refused. */
  private static boolean chosen(
      PluginConfig config, ConfigKey<String> key, String word, String other)
      throws PluginException {
    String value = config.get(key);
    if (!value.equals(word) && !value.equals(other)) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          key.name() + " = " + value + ": must be " + other + " or " + word,
          null);
    }
    return value.equals(word);
  }
}
