package io.vivarium.auth.x509;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Registers the scheme {@code x509}. */
public final class X509AuthenticationProvider implements AuthenticationProvider {
  static final ConfigKey<String> SUPER_USER =
      ConfigKey.text(
          "X509AuthenticationProvider.superUser", null, "Identity that is a super user.");
  static final ConfigKey<String> ID_TYPE =
      ConfigKey.text(
          "ssl.x509.clientCertIdType",
          "SDN",
          "What of a certificate is the identity: SDN, its subject, or SAN, one of its alternative names.");
  static final ConfigKey<Integer> SAN_TYPE =
      ConfigKey.integer(
          "ssl.x509.clientCertIdSanMatchType",
          6,
          0,
          8,
          "Kind of alternative name by its number in X.509: 1 e-mail, 2 DNS name, 6 URI, 7 address.");
  static final ConfigKey<String> SAN_MATCH =
      ConfigKey.text(
          "ssl.x509.clientCertIdSanMatchRegex",
          ".*",
          "Regular expression that the alternative name must match, and only one may.");
  static final ConfigKey<String> SAN_EXTRACT =
      ConfigKey.text(
          "ssl.x509.clientCertIdSanExtractRegex",
          ".*",
          "Regular expression that finds the identity within that name.");
  static final ConfigKey<Integer> SAN_GROUP =
      ConfigKey.integer(
          "ssl.x509.clientCertIdSanExtractMatcherGroupIndex",
          0,
          0,
          100,
          "Group of that expression which is the identity; 0: all that it finds.");

  static final ConfigKey<String> AUTH_PROVIDER =
      ConfigKey.text(
          "ssl.authProvider",
          X509Scheme.NAME,
          "Scheme that certificates of clients are shown to; with another one x509 gives no identities by itself.");

  @Override
  public String id() {
    return "x509";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(SUPER_USER, ID_TYPE, SAN_TYPE, SAN_MATCH, SAN_EXTRACT, SAN_GROUP, AUTH_PROVIDER);
  }

  @Override
  public Authentication create(PluginContext context) throws PluginException {
    PluginConfig config = context.config();
    return new X509Authentication(
        List.of(
            new X509Scheme(
                identities(config),
                config.find(SUPER_USER),
                config.get(AUTH_PROVIDER).equals(X509Scheme.NAME))));
  }

  private static CertificateIdentity identities(PluginConfig config) throws PluginException {
    String type = config.get(ID_TYPE);
    if (type.equalsIgnoreCase("SDN")) {
      return CertificateIdentity.OF_SUBJECT;
    }
    if (!type.equalsIgnoreCase("SAN")) {
      throw refused(ID_TYPE.name() + "=" + type + " must be SDN or SAN");
    }
    Pattern extract = pattern(config, SAN_EXTRACT);
    int group = config.get(SAN_GROUP);
    int groups = extract.matcher("").groupCount();
    if (group > groups) {
      throw refused(
          SAN_GROUP.name()
              + "="
              + group
              + ", but "
              + SAN_EXTRACT.name()
              + " has "
              + groups
              + " groups");
    }
    return new AlternativeName(config.get(SAN_TYPE), pattern(config, SAN_MATCH), extract, group);
  }

  private static Pattern pattern(PluginConfig config, ConfigKey<String> key)
      throws PluginException {
    try {
      return Pattern.compile(config.get(key));
    } catch (PatternSyntaxException e) {
      throw refused(key.name() + " is no regular expression: " + e.getDescription());
    }
  }

  private static PluginException refused(String message) {
    return new PluginException(FatalReason.INVALID_INVOCATION, message, null);
  }

  private record X509Authentication(List<AuthScheme> schemes) implements Authentication {
    @Override
    public void start() {}

    @Override
    public void close() {}
  }
}
