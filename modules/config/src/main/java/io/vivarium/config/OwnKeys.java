package io.vivarium.config;

import static io.vivarium.config.ValueType.flag;
import static io.vivarium.config.ValueType.integer;
import static io.vivarium.config.ValueType.oneOf;
import static io.vivarium.config.ValueType.text;
import static io.vivarium.config.ValueType.words;

import java.util.List;

/** Keys that ZooKeeper does not have. */
final class OwnKeys {
  static final Key<String> MODE =
      Key.named(
              "config.mode",
              oneOf("normal", "strict", "lenient"),
              "normal",
              "strict: unknown keys are errors. lenient: a wrong value of a key that ZooKeeper reads as a system property is replaced by its default, as ZooKeeper does.")
          .ours();
  static final Key<String> TRANSPORT =
      Key.named("transport", text(), "tcp", "Plugin that carries client connections.").ours();
  static final Key<String> SECURE_TRANSPORT =
      Key.named(
              "secureTransport",
              text(),
              "tls",
              "Plugin that carries client connections at secureClientPort.")
          .ours();
  static final Key<String> STORAGE =
      Key.named("storage", text(), "filelog", "Plugin that keeps the log and the snapshots.")
          .ours();
  static final Key<String> CONSENSUS =
      Key.named("consensus", text(), null, "Plugin that orders txns.")
          .byDefault("zab in an ensemble, else standalone")
          .ours();
  static final Key<List<String>> AUTH =
      Key.named("auth", words(), List.of("builtin"), "Plugins that authenticate clients.").ours();
  static final Key<String> METRICS =
      Key.named("metrics", text(), null, "Plugin that publishes metrics.")
          .byDefault("by metricsProvider.className, else none")
          .ours()
          .ofPlugin();
  static final Key<String> ADMIN =
      Key.named("admin", text(), "http", "Plugin that serves the admin endpoint.")
          .ours()
          .ofPlugin();
  static final Key<String> AUDIT =
      Key.named("audit", text(), "log", "Plugin that writes the audit log.").ours().ofPlugin();
  static final Key<Integer> REPLY_MAX_BUFFER =
      Key.property(
              "replyMaxBuffer",
              integer(0, Integer.MAX_VALUE, "bytes"),
              null,
              "Largest reply; a larger one is answered with an error instead. 0: no limit.")
          .byDefault("jute.maxbuffer")
          .ours();
  static final Key<Boolean> ALLOW_LOG_GAPS =
      Key.property(
              "recovery.allowLogGaps",
              flag(),
              false,
              "Start although txns are missing in the middle of the log, as ZooKeeper does: what they changed is lost.")
          .ours();

  private OwnKeys() {}

  static List<Key<?>> all() {
    return List.of(
        MODE,
        TRANSPORT,
        SECURE_TRANSPORT,
        STORAGE,
        CONSENSUS,
        AUTH,
        METRICS,
        ADMIN,
        AUDIT,
        REPLY_MAX_BUFFER,
        ALLOW_LOG_GAPS);
  }
}
