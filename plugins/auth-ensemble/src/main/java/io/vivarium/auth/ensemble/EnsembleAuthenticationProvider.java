package io.vivarium.auth.ensemble;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Registers the scheme {@code ensemble}. */
public final class EnsembleAuthenticationProvider implements AuthenticationProvider {
  static final ConfigKey<String> NAMES =
      ConfigKey.text(
          "ensembleAuthName",
          "",
          "Names, separated by commas, by which clients may know this ensemble.");

  @Override
  public String id() {
    return "ensemble";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(NAMES);
  }

  @Override
  public Authentication create(PluginContext context) {
    Set<String> names =
        Arrays.stream(context.config().get(NAMES).split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    return new EnsembleAuthentication(List.of(new EnsembleScheme(names, context.metrics())));
  }

  private record EnsembleAuthentication(List<AuthScheme> schemes) implements Authentication {
    @Override
    public void start() {}

    @Override
    public void close() {}
  }
}
