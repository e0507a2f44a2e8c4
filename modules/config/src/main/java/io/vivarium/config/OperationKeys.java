package io.vivarium.config;

import static io.vivarium.config.KnownKeys.flag;
import static io.vivarium.config.KnownKeys.number;
import static io.vivarium.config.KnownKeys.text;

/** Keys about the admin endpoint, metrics and observation, and those of clients and scripts. */
final class OperationKeys {
  static final Key<Boolean> ADMIN_ENABLED = flag("admin.enableServer");
  static final Key<Boolean> ADMIN_FORCE_HTTPS = flag("admin.forceHttps");
  static final Key<Boolean> ADMIN_PORT_UNIFICATION = flag("admin.portUnification");
  static final Key<Boolean> ADMIN_SNAPSHOT = flag("admin.snapshot.enabled");
  static final Key<Boolean> ADMIN_RESTORE = flag("admin.restore.enabled");
  static final Key<Long> ADMIN_PAUSE = number("admin.rateLimiterIntervalInMS");
  static final Key<Boolean> PAUSES_WATCHED = flag("jvm.pause.monitor");
  static final Key<Long> PAUSES_EVERY = number("jvm.pause.sleep.time.ms");
  static final Key<Long> PAUSES_WARN = number("jvm.pause.warn-threshold.ms");
  static final Key<Long> PAUSES_INFO = number("jvm.pause.info-threshold.ms");
  static final Key<String> METRICS_CLASS = text("metricsProvider.className");

  private OperationKeys() {}
}
