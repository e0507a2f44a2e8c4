package io.vivarium.auth.sasl;

import io.vivarium.sasl.DigestMd5;
import io.vivarium.sasl.Gssapi;
import io.vivarium.sasl.KerberosLogin;
import io.vivarium.sasl.LoginFileException;
import io.vivarium.sasl.LoginSection;
import io.vivarium.sasl.ScramCredentials;
import io.vivarium.sasl.ScramSha256;
import io.vivarium.sasl.ServerMechanism;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import java.nio.channels.spi.SelectorProvider;
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

  private final PluginContext context;
  private final PluginConfig config;
  private final SaslScheme scheme;

  SaslAuthentication(PluginContext context, SaslScheme scheme) {
    this.context = context;
    this.config = context.config();
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
    if (mechanisms.isEmpty()) {
      LOG.info(
          "Clients may prove themselves by SASL with nothing: no section for them is configured");
    } else {
      LOG.info(
          "Clients may prove themselves by SASL with {}, as {} says now: it is read at the start only",
          mechanisms.stream().map(ServerMechanism::name).toList(),
          config.find(SaslKeys.LOGIN_FILE));
    }
  }

  private @Nullable LoginSection section() throws LoginFileException, PluginException {
    Path file = config.find(SaslKeys.LOGIN_FILE);
    if (file == null) {
      return null;
    }
    String name = config.get(SaslKeys.LOGIN_SECTION);
    LoginSection section = LoginSection.find(context.grants().file(file), name);
    if (section == null && !name.equals(SaslKeys.LOGIN_SECTION.defaultValue())) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          SaslKeys.LOGIN_SECTION.name() + "=" + name + ", but " + file + " has no such section",
          null);
    }
    return section;
  }

  private void addMechanisms(LoginSection section, List<ServerMechanism> mechanisms)
      throws LoginFileException, PluginException {
    if (section.usesKerberos()) {
      SelectorProvider _ = context.grants().sockets(); // Java's login asks the KDC by its own
      // Who a client would like to be does not matter: it is who its ticket says. A keytab, by
      // which it is read, does not end, so that this login is never renewed.
      KerberosLogin login =
          KerberosLogin.open(section, Long.MAX_VALUE, context.time().wallMillis());
      mechanisms.add(Gssapi.server(login, (proved, wanted) -> true));
    }
    Map<String, ScramCredentials> salted = section.scramUsers();
    if (!salted.isEmpty()) {
      mechanisms.add(new ScramSha256(salted));
    }
    Map<String, String> users = new TreeMap<>(section.users());
    String superPassword = config.find(SaslKeys.SUPER_PASSWORD);
    if (superPassword != null) {
      users.put(SUPER, superPassword);
    }
    if (!users.isEmpty()) {
      mechanisms.add(new DigestMd5(DigestMd5.Place.CLIENTS, users));
    }
  }

  /**
   * Gives nothing back, as mechanisms hold nothing. The scheme keeps them: whoever has it in hand while another one takes its place
   * would take one without them for one that asks for no proof.
   */
  @Override
  public void close() {}
}
