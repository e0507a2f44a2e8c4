package io.vivarium.audit.log;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logger that ZooKeeper's audit log has, so that a configuration of logging made for it goes on to work. */
final class LoggerSink implements AuditSink {
  static final String LOGGER = "org.apache.zookeeper.audit.Slf4jAuditLogger";

  private final Logger logger = LoggerFactory.getLogger(LOGGER);

  @Override
  public void open() {}

  @Override
  public void write(List<Line> lines) {
    for (Line line : lines) {
      if (line.success()) {
        logger.info("{}", line.text());
      } else {
        logger.error("{}", line.text());
      }
    }
  }

  @Override
  public void close() {}

  @Override
  public String place() {
    return "the logger " + LOGGER;
  }
}
