package io.vivarium.consensus.zab.auth;

import io.vivarium.sasl.ClientMechanism;
import io.vivarium.sasl.DigestMd5;
import io.vivarium.sasl.Gssapi;
import io.vivarium.sasl.KerberosLogin;
import io.vivarium.sasl.LoginFileException;
import io.vivarium.sasl.LoginSection;
import io.vivarium.sasl.ServerMechanism;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Who this server is to others and whom it believes, by the configuration.
 *
 * @param own by what this server proves itself; null when it does not
 * @param others by what others may prove themselves
 * @param othersMust whether they have to
 * @param hosts of whom
 */
public record PeerLogins(
    @Nullable ClientMechanism own,
    List<ServerMechanism> others,
    boolean othersMust,
    PeerHosts hosts) {
  /** Nobody proves anything. */
  public static final PeerLogins NONE =
      new PeerLogins(null, List.of(), false, new PeerHosts(false));

  /** Copies the list. */
  public PeerLogins {
    others = List.copyOf(others);
  }

  /** The configuration keys that are read. */
  public static List<ConfigKey<?>> configKeys() {
    return AuthKeys.all();
  }

  /**
   * Reads the configuration and logs in.
   *
   * @throws PluginException when it contradicts itself, or a section of the JAAS file is missing or of no use
   */
  public static PeerLogins open(PluginContext context) throws PluginException {
    PluginConfig config = context.config();
    boolean enabled = config.get(AuthKeys.ENABLED);
    boolean opening = config.get(AuthKeys.OPENING);
    boolean required = config.get(AuthKeys.REQUIRED);
    if (opening && !enabled) {
      throw contradiction(AuthKeys.OPENING.name(), AuthKeys.ENABLED.name());
    }
    if (required && !opening) {
      throw contradiction(AuthKeys.REQUIRED.name(), AuthKeys.OPENING.name());
    }
    if (!enabled) {
      return NONE;
    }
    PeerHosts hosts = new PeerHosts(config.get(AuthKeys.CANONICAL));
    try {
      return new PeerLogins(
          opening ? own(context, hosts) : null, others(context, hosts), required, hosts);
    } catch (LoginFileException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  /** What stands in front of connections. */
  public PeerAuthentication authentication(Executor blocking, TimeSource time) {
    return others.isEmpty() ? PeerAuthentication.NONE : new SaslPeers(this, blocking, time);
  }

  private static ClientMechanism own(PluginContext context, PeerHosts hosts)
      throws LoginFileException, PluginException {
    PluginConfig config = context.config();
    LoginSection section = section(context, config.get(AuthKeys.OPENING_SECTION));
    if (section.usesKerberos()) {
      ServicePrincipal service = ServicePrincipal.of(config.get(AuthKeys.SERVICE), hosts);
      return Gssapi.client(login(section, context), service, context.time()::wallMillis);
    }
    String user = section.username();
    String password = section.password();
    if (user == null || password == null) {
      throw refused(section + " has no username and password, by which this server is known", null);
    }
    if (config.get(AuthKeys.FIPS_MODE)) {
      throw refused(
          section
              + " asks for DIGEST-MD5, which is no mechanism of FIPS; set fips-mode=false, as ZooKeeper"
              + " needs it too",
          null);
    }
    return DigestMd5.client(DigestMd5.Place.SERVERS, user, password);
  }

  private static KerberosLogin login(LoginSection section, PluginContext context)
      throws LoginFileException {
    return KerberosLogin.open(
        section, context.config().get(AuthKeys.LEAST_LOGIN_MS), context.time().wallMillis());
  }

  private static List<ServerMechanism> others(PluginContext context, PeerHosts hosts)
      throws LoginFileException, PluginException {
    LoginSection section = section(context, context.config().get(AuthKeys.ACCEPTING_SECTION));
    List<ServerMechanism> mechanisms = new ArrayList<>();
    if (section.usesKerberos()) {
      mechanisms.add(Gssapi.server(login(section, context), hosts::admits));
    }
    if (!section.users().isEmpty()) {
      mechanisms.add(new DigestMd5(DigestMd5.Place.SERVERS, section.users()));
    }
    if (mechanisms.isEmpty()) {
      throw refused(section + " lists nobody: add user_<name>=\"<password>\"", null);
    }
    return mechanisms;
  }

  private static LoginSection section(PluginContext context, String name)
      throws LoginFileException, PluginException {
    Path file = context.config().find(AuthKeys.LOGIN_FILE);
    LoginSection section =
        file == null ? null : LoginSection.find(context.grants().file(file), name);
    if (section == null) {
      throw refused(
          AuthKeys.ENABLED.name()
              + "=true needs the section "
              + name
              + (file == null
                  ? " of a JAAS file; name it with " + AuthKeys.LOGIN_FILE.name()
                  : ", and " + file + " has none"),
          null);
    }
    return section;
  }

  private static PluginException contradiction(String key, String needed) {
    return refused(key + "=true needs " + needed + "=true", null);
  }

  private static PluginException refused(String message, @Nullable Throwable cause) {
    return new PluginException(FatalReason.INVALID_INVOCATION, message, cause);
  }
}
