package io.vivarium.config;

import static io.vivarium.config.ValueType.className;
import static io.vivarium.config.ValueType.flag;
import static io.vivarium.config.ValueType.integer;
import static io.vivarium.config.ValueType.number;
import static io.vivarium.config.ValueType.port;
import static io.vivarium.config.ValueType.ratio;
import static io.vivarium.config.ValueType.text;

import java.util.ArrayList;
import java.util.List;

/** Keys about the admin endpoint, metrics and observation, and those of clients and scripts. */
final class OperationKeys {
  private static final int MAX = Integer.MAX_VALUE;

  /** Stand in the JVM options of servers, and mean something to clients, scripts or the logging configuration only. */
  private static final List<String> NOT_FOR_SERVERS =
      List.of(
          "log.dir",
          "log.file",
          "log.threshold",
          "log.maxfilesize",
          "log.maxbackupindex",
          "root.logger",
          "console.threshold",
          "tracelog.dir",
          "tracelog.file",
          "auditlog.file",
          "auditlog.threshold",
          "audit.logger",
          "jmx.enable",
          "client.secure",
          "clientCnxnSocket",
          "sasl.client",
          "sasl.clientconfig",
          "sasl.client.username",
          "sasl.client.canonicalize.hostname",
          "server.principal",
          "request.timeout",
          "disableAutoWatchReset");

  static final Key<Boolean> ADMIN_ENABLED =
      of("admin.enableServer", flag(), true, "3.5", "Offer the admin endpoint over HTTP.");
  static final Key<String> METRICS_CLASS =
      Key.named(
              "metricsProvider.className",
              className(),
              "org.apache.zookeeper.metrics.impl.DefaultMetricsProvider",
              "Class that publishes metrics.")
          .since("3.6")
          .mapped("the names of ZooKeeper's own providers select ours; see metrics")
          .ofPlugin();

  private OperationKeys() {}

  static List<Key<?>> all() {
    List<Key<?>> keys = new ArrayList<>();
    keys.add(ADMIN_ENABLED);
    keys.addAll(admin());
    keys.add(METRICS_CLASS);
    keys.addAll(metrics());
    keys.addAll(pauses());
    keys.addAll(notSampled());
    keys.addAll(elsewhere());
    return keys;
  }

  private static List<Key<?>> admin() {
    ValueType<Long> milliseconds = number(0, Long.MAX_VALUE, "ms");
    return List.of(
        of("admin.serverAddress", text(), "0.0.0.0", "3.5", "Address of the admin endpoint."),
        of("admin.serverPort", port(), 8080, "3.5", "Port of the admin endpoint."),
        of(
            "admin.idleTimeout",
            integer(0, MAX, "ms"),
            30_000,
            "3.5",
            "Silence that closes a connection."),
        of("admin.commandURL", text(), "/commands", "3.5", "Path of the admin commands."),
        of("admin.httpVersion", integer(0, MAX, ""), 11, "3.5", "Version of HTTP.")
            .withoutEffect("the version is negotiated"),
        of("admin.portUnification", flag(), false, "3.6", "HTTP and HTTPS at the same port."),
        of("admin.forceHttps", flag(), false, "3.7.1", "HTTPS only."),
        of("admin.needClientAuth", flag(), false, "3.9", "Admin clients must show a certificate."),
        of(
            "admin.rateLimiterIntervalInMS",
            milliseconds,
            300_000L,
            "3.9",
            "Pause between snapshots or restores."),
        of("admin.snapshot.enabled", flag(), true, "3.9", "Offer the snapshot command."),
        of("admin.restore.enabled", flag(), true, "3.9", "Offer the restore command."));
  }

  private static List<Key<?>> metrics() {
    String rendered = "metrics are rendered on request";
    ValueType<Integer> entries = integer(0, MAX, "entries");
    ValueType<Long> milliseconds = number(0, MAX, "ms");
    return List.of(
        named(
            "metricsProvider.httpHost",
            text(),
            "0.0.0.0",
            "3.8",
            "Address of the Prometheus endpoint."),
        named("metricsProvider.httpPort", port(), 7000, "3.6", "Port of the Prometheus endpoint."),
        named("metricsProvider.exportJvmInfo", flag(), true, "3.6", "Publish figures of the JVM."),
        named(
                "metricsProvider.numWorkerThreads",
                entries,
                1,
                "3.7.1",
                "Threads that record summaries.")
            .withoutEffect(rendered),
        named(
                "metricsProvider.maxQueueSize",
                entries,
                1_000_000,
                "3.7.1",
                "Queue of these threads.")
            .withoutEffect(rendered),
        named(
                "metricsProvider.workerShutdownTimeoutMs",
                milliseconds,
                1000L,
                "3.7.1",
                "Time for them at the end.")
            .withoutEffect(rendered));
  }

  private static List<Key<?>> pauses() {
    ValueType<Long> milliseconds = number(1, MAX, "ms");
    return List.of(
        named("jvm.pause.monitor", flag(), false, "3.6", "Log pauses of the JVM."),
        named("jvm.pause.sleep.time.ms", milliseconds, 500L, "3.6", "Time between two looks."),
        named(
            "jvm.pause.warn-threshold.ms",
            milliseconds,
            10_000L,
            "3.6",
            "A pause logged as a warning."),
        named("jvm.pause.info-threshold.ms", milliseconds, 1000L, "3.6", "A pause logged at all."));
  }

  private static List<Key<?>> notSampled() {
    String hotPaths = "hot paths are not sampled";
    String peers = "the consensus plugin logs why a peer went away";
    ValueType<Integer> number = integer(0, MAX, "");
    ValueType<Integer> seconds = integer(0, MAX, "s");
    return List.of(
        of("pathStats.enabled", flag(), false, "3.6", "Log the paths most used.")
            .withoutEffect(hotPaths),
        of("pathStats.slotCapacity", number, 60, "3.6", "Slots kept.").withoutEffect(hotPaths),
        of("pathStats.slotDuration", seconds, 15, "3.6", "Time of a slot.").withoutEffect(hotPaths),
        of("pathStats.maxDepth", number, 6, "3.6", "Depth of paths.").withoutEffect(hotPaths),
        of("pathStats.initialDelay", seconds, 5, "3.6", "Time before the first look.")
            .withoutEffect(hotPaths),
        of("pathStats.delay", seconds, 5, "3.6", "Time between looks.").withoutEffect(hotPaths),
        of("pathStats.topPathMax", number, 20, "3.6", "Paths logged.").withoutEffect(hotPaths),
        of("pathStats.sampleRate", ratio(0, 1), 0.1, "3.6", "Share looked at.")
            .withoutEffect(hotPaths),
        of("messageTracker.Enabled", flag(), false, "3.6", "Log the last messages of a lost peer.")
            .withoutEffect(peers),
        of("messageTracker.BufferSize", number, 10, "3.6", "Messages kept for that.")
            .withoutEffect(peers));
  }

  private static List<Key<?>> elsewhere() {
    List<Key<?>> keys = new ArrayList<>();
    String logging = "log levels are set in the logging configuration";
    keys.add(
        of("jmx.log4j.disable", flag(), false, "", "Leave log4j out of JMX.")
            .withoutEffect(logging));
    keys.add(
        of("jmx.log4j.mbean", text(), "", "", "Name of the log4j bean.").withoutEffect(logging));
    keys.add(
        Key.property("controllerPort", port(), null, "Port of ZooKeeper's test controller.")
            .refused("it belongs to a controller for ZooKeeper's own tests"));
    for (String name : NOT_FOR_SERVERS) {
      keys.add(
          of(name, text(), "", "", "Read by clients, scripts or the logging configuration.")
              .notForServers());
    }
    return keys;
  }

  private static <T> Key<T> of(
      String name, ValueType<T> type, T byDefault, String since, String help) {
    return Key.property(name, type, byDefault, help).since(since).ofPlugin();
  }

  private static <T> Key<T> named(
      String name, ValueType<T> type, T byDefault, String since, String help) {
    return Key.named(name, type, byDefault, help).since(since).ofPlugin();
  }
}
