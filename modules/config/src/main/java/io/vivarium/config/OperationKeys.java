package io.vivarium.config;

import static io.vivarium.config.KnownKeys.flag;
import static io.vivarium.config.KnownKeys.text;

/** Keys about the admin endpoint, metrics and observation, and those of clients and scripts. */
final class OperationKeys {
  static final Key<Boolean> ADMIN_ENABLED = flag("admin.enableServer");
  static final Key<String> METRICS_CLASS = text("metricsProvider.className");

  private OperationKeys() {}
}
