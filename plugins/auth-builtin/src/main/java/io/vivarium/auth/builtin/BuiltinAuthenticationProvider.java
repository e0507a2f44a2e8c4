package io.vivarium.auth.builtin;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Registers the schemes {@code world}, {@code auth}, {@code ip} and, unless it is switched off, {@code digest}. */
public final class BuiltinAuthenticationProvider implements AuthenticationProvider {
  static final ConfigKey<Boolean> DIGEST_ENABLED =
      ConfigKey.flag(
          "DigestAuthenticationProvider.enabled",
          true,
          "Whether the authentication scheme digest is offered.");
  static final ConfigKey<String> DIGEST_ALGORITHM =
      ConfigKey.text(
          "DigestAuthenticationProvider.digestAlg",
          "SHA1",
          "Hash of the scheme digest, by its Java name, such as SHA1 or SHA-256; the same on all servers, and part of every digest ACL.");
  static final ConfigKey<String> SUPER_DIGEST =
      ConfigKey.text(
              "DigestAuthenticationProvider.superDigest",
              null,
              "Who is super user: super:base64(hash(super:password)).")
          .asSecret();

  @Override
  public String id() {
    return "builtin";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(DIGEST_ENABLED, DIGEST_ALGORITHM, SUPER_DIGEST);
  }

  @Override
  public Authentication create(PluginContext context) throws PluginException {
    PluginConfig config = context.config();
    List<AuthScheme> schemes =
        new ArrayList<>(List.of(new WorldScheme(), new AuthShorthandScheme(), new IpScheme()));
    if (config.get(DIGEST_ENABLED)) {
      schemes.add(digest(config));
    }
    return new BuiltinAuthentication(List.copyOf(schemes));
  }

  private static DigestScheme digest(PluginConfig config) throws PluginException {
    String algorithm = config.get(DIGEST_ALGORITHM);
    try {
      return new DigestScheme(algorithm, config.find(SUPER_DIGEST));
    } catch (NoSuchAlgorithmException e) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          DIGEST_ALGORITHM.name()
              + "="
              + algorithm
              + ": this Java knows no such hash; use SHA1, SHA-256 or another that it has",
          e);
    }
  }

  private record BuiltinAuthentication(List<AuthScheme> schemes) implements Authentication {
    @Override
    public void start() {}

    @Override
    public void close() {}
  }
}
