package ${package};

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.audit.AuditProvider;
import java.nio.file.Path;
import java.util.List;

/** Registers the audit log {@code ${artifactId}}. */
public final class JsonLinesProvider implements AuditProvider {
  static final ConfigKey<Path> FILE =
      ConfigKey.path("jsonlines.file", "File that audit records are appended to.");

  @Override
  public String id() {
    return "${artifactId}";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(FILE);
  }

  @Override
  public AuditLog create(PluginContext context) throws PluginException {
    Path file = context.config().find(FILE);
    if (file == null) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION, FILE.name() + " must name the file to write to", null);
    }
    return new JsonLinesAudit(context.grants().file(file), context);
  }
}
