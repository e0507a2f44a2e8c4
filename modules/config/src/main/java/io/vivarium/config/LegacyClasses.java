package io.vivarium.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps the names of ZooKeeper's own classes, which its keys select parts by, to ids of plugins; other classes are refused. */
final class LegacyClasses {
  private static final String SERVER_CLASSES = "org.apache.zookeeper.server.";
  private static final String AUTH_CLASSES = "org.apache.zookeeper.server.auth.";
  private static final String METRICS_CLASSES = "org.apache.zookeeper.metrics.";
  private static final Set<String> TRANSPORT_CLASSES =
      Set.of(SERVER_CLASSES + "NIOServerCnxnFactory", SERVER_CLASSES + "NettyServerCnxnFactory");
  private static final Map<String, String> AUTH_PLUGINS =
      Map.of(
          AUTH_CLASSES + "IPAuthenticationProvider", "builtin",
          AUTH_CLASSES + "DigestAuthenticationProvider", "builtin",
          AUTH_CLASSES + "SASLAuthenticationProvider", "sasl",
          AUTH_CLASSES + "X509AuthenticationProvider", "x509",
          AUTH_CLASSES + "EnsembleAuthenticationProvider", "ensemble");
  private static final Map<String, String> METRICS_PLUGINS =
      Map.of(
          METRICS_CLASSES + "impl.DefaultMetricsProvider", "",
          METRICS_CLASSES + "impl.NullMetricsProvider", "",
          METRICS_CLASSES + "prometheus.PrometheusMetricsProvider", "prometheus");
  private static final String AUDIT_CLASS = "org.apache.zookeeper.audit.Slf4jAuditLogger";

  private final Values values;
  private final Problems problems;

  LegacyClasses(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  void checkTransport() {
    Setting written = values.setting(SecurityKeys.SERVER_CONNECTION_FACTORY);
    if (written != null && !TRANSPORT_CLASSES.contains(written.value())) {
      problems.error(
          written,
          "is a class that cannot be loaded; allowed are "
              + String.join(" and ", TRANSPORT_CLASSES.stream().sorted().toList()),
          "Remove it, or install a transport plugin and name it with transport=<id>");
    }
  }

  void checkAudit() {
    Setting written = values.setting(SecurityKeys.AUDIT_CLASS);
    if (written != null && !written.value().equals(AUDIT_CLASS)) {
      problems.error(
          written,
          "is a class that cannot be loaded; allowed is " + AUDIT_CLASS,
          "Remove it, or install an audit plugin and name it with audit=<id>");
    }
  }

  /** The plugins that authenticate: those named by id, and those that ZooKeeper's keys name by class. */
  List<String> auth(List<String> ids) {
    Set<String> plugins = new LinkedHashSet<>(ids);
    for (Setting setting : values.settings().withPrefix(KnownKeys.AUTH_PROVIDER.prefix())) {
      String plugin = AUTH_PLUGINS.get(setting.value());
      if (plugin == null) {
        problems.error(
            setting,
            "is a class that cannot be loaded; allowed are "
                + String.join(", ", AUTH_PLUGINS.keySet().stream().sorted().toList()),
            "Remove it, or install an authentication plugin and name it in auth=<ids>");
      } else {
        plugins.add(plugin);
      }
    }
    return new ArrayList<>(plugins);
  }

  @Nullable String metrics() {
    Setting written = values.setting(OperationKeys.METRICS_CLASS);
    String legacy = written == null ? "" : METRICS_PLUGINS.get(written.value());
    if (legacy == null && written != null) {
      problems.error(
          written,
          "is a class that cannot be loaded; allowed are "
              + String.join(", ", METRICS_PLUGINS.keySet().stream().sorted().toList()),
          "Remove it, or install a metrics plugin and name it with metrics=<id>");
    }
    String plugin = values.get(OwnKeys.METRICS, legacy == null ? "" : legacy);
    return plugin.isEmpty() ? null : plugin;
  }
}
