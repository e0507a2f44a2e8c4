package ${package};

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import java.nio.file.Path;
import java.util.List;

/** Registers the authentication {@code ${artifactId}}. */
public final class TokenProvider implements AuthenticationProvider {
  static final ConfigKey<Path> FILE =
      ConfigKey.path("token.file", "File with a line <user>:<SHA-256 of the token> for each user.");

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
  public Authentication create(PluginContext context) throws PluginException {
    Path file = context.config().find(FILE);
    if (file == null) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION, FILE.name() + " must name the file of tokens", null);
    }
    return new TokenAuthentication(context.grants().file(file));
  }
}
