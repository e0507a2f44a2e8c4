package io.vivarium.auth.sasl;

import io.vivarium.sasl.DigestMd5;
import io.vivarium.sasl.LoginFileException;
import io.vivarium.sasl.LoginSection;
import io.vivarium.sasl.ServerMechanism;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The scheme {@code sasl} with the mechanisms that its configuration gives it. */
final class SaslAuthentication implements Authentication {
  private static final Logger LOG = LoggerFactory.getLogger(SaslAuthentication.class);
  private static final String SUPER = "super";

  private final PluginConfig config;
  private final SaslScheme scheme;

  SaslAuthentication(PluginConfig config, SaslScheme scheme) {
    this.config = config;
    this.scheme = scheme;
  }

  @Override
  public List<AuthScheme> schemes() {
    return List.of(scheme);
  }

  @Override
  public void start() throws PluginException {
    List<ServerMechanism> mechanisms = new ArrayList<>();
    try {
      LoginSection section = section();
      if (section != null) {
        addMechanisms(section, mechanisms);
      }
    } catch (LoginFileException e) {
      throw new PluginException(FatalReason.INVALID_INVOCATION, String.valueOf(e.getMessage()), e);
    }
    scheme.take(mechanisms);
    LOG.info(
        "Clients may prove themselves by SASL with {}",
        mechanisms.isEmpty()
            ? "nothing: no section for them is configured"
            : mechanisms.stream().map(ServerMechanism::name).toList());
  }

  private @Nullable LoginSection section() throws LoginFileException, PluginException {
    Path file = config.find(SaslKeys.LOGIN_FILE);
    if (file == null) {
      return null;
    }
    String name = config.get(SaslKeys.LOGIN_SECTION);
    LoginSection section = LoginSection.find(file, name);
    if (section == null && !name.equals(SaslKeys.LOGIN_SECTION.defaultValue())) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          SaslKeys.LOGIN_SECTION.name() + "=" + name + ", but " + file + " has no such section",
          null);
    }
    return section;
  }

  private void addMechanisms(LoginSection section, List<ServerMechanism> mechanisms) {
    Map<String, String> users = new TreeMap<>(section.users());
    String superPassword = config.find(SaslKeys.SUPER_PASSWORD);
    if (superPassword != null) {
      users.put(SUPER, superPassword);
    }
    if (!users.isEmpty()) {
      mechanisms.add(new DigestMd5(DigestMd5.Place.CLIENTS, users));
    }
  }

  @Override
  public void close() {
    scheme.take(List.of());
  }
}
