package io.vivarium.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which plugin does what, by id: as configured by our keys, by a legacy key with the name of a ZooKeeper class, or by default.
 *
 * @param transport carries client connections
 * @param secureTransport carries client connections with TLS; needed only with a {@code secureClientPort}
 * @param storage keeps log and snapshots
 * @param consensus orders txns
 * @param auth authenticate clients, in the order in which they are asked
 * @param metrics publishes metrics; null: none
 * @param admin serves the admin endpoint; null: none
 * @param audit writes the audit log; null: none
 * @param chosen the SPIs whose plugin somebody chose; a plugin that is merely a default may be absent from an installation
 */
public record PluginSelection(
    String transport,
    String secureTransport,
    String storage,
    String consensus,
    List<String> auth,
    @Nullable String metrics,
    @Nullable String admin,
    @Nullable String audit,
    Set<String> chosen) {

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

  /** Copies the collections. */
  public PluginSelection {
    auth = List.copyOf(auth);
    chosen = Set.copyOf(chosen);
  }

  static PluginSelection from(Values values, boolean distributed, Problems problems) {
    checkTransportClass(values, problems);
    boolean admin = values.get(OperationKeys.ADMIN_ENABLED);
    boolean audit = values.get(SecurityKeys.AUDIT_ENABLED);
    checkAuditClass(values, problems);
    return new PluginSelection(
        values.get(OwnKeys.TRANSPORT),
        values.get(OwnKeys.SECURE_TRANSPORT),
        values.get(OwnKeys.STORAGE),
        values.get(OwnKeys.CONSENSUS, distributed ? "zab" : "standalone"),
        auth(values, problems),
        metrics(values, problems),
        admin ? values.get(OwnKeys.ADMIN) : null,
        audit ? values.get(OwnKeys.AUDIT) : null,
        chosen(values));
  }

  private static Set<String> chosen(Values values) {
    Set<String> chosen = new LinkedHashSet<>();
    for (Key<?> key :
        List.of(
            OwnKeys.TRANSPORT,
            OwnKeys.SECURE_TRANSPORT,
            OwnKeys.STORAGE,
            OwnKeys.CONSENSUS,
            OwnKeys.AUTH,
            OwnKeys.METRICS,
            OwnKeys.ADMIN,
            OwnKeys.AUDIT)) {
      if (values.isSet(key)) {
        chosen.add(key.name());
      }
    }
    return chosen;
  }

  private static void checkTransportClass(Values values, Problems problems) {
    Setting written = values.setting(SecurityKeys.SERVER_CNXN_FACTORY);
    if (written != null && !TRANSPORT_CLASSES.contains(written.value())) {
      problems.error(
          written,
          "is a class that cannot be loaded; allowed are "
              + String.join(" and ", TRANSPORT_CLASSES.stream().sorted().toList()),
          "Remove it, or install a transport plugin and name it with transport=<id>");
    }
  }

  private static void checkAuditClass(Values values, Problems problems) {
    Setting written = values.setting(SecurityKeys.AUDIT_CLASS);
    if (written != null && !written.value().equals(AUDIT_CLASS)) {
      problems.error(
          written,
          "is a class that cannot be loaded; allowed is " + AUDIT_CLASS,
          "Remove it, or install an audit plugin and name it with audit=<id>");
    }
  }

  private static List<String> auth(Values values, Problems problems) {
    Set<String> plugins = new LinkedHashSet<>(values.get(OwnKeys.AUTH));
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

  private static @Nullable String metrics(Values values, Problems problems) {
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
