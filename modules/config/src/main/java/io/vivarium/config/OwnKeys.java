package io.vivarium.config;

import static io.vivarium.config.KnownKeys.flag;
import static io.vivarium.config.KnownKeys.integer;
import static io.vivarium.config.KnownKeys.number;
import static io.vivarium.config.KnownKeys.text;
import static io.vivarium.config.KnownKeys.words;

import java.util.List;

/** Keys that ZooKeeper does not have. */
final class OwnKeys {
  static final Key<String> MODE = text("config.mode");
  static final Key<String> TRANSPORT = text("transport");
  static final Key<String> STORAGE = text("storage");
  static final Key<String> CONSENSUS = text("consensus");
  static final Key<List<String>> AUTH = words("auth");
  static final Key<String> METRICS = text("metrics");
  static final Key<List<String>> ADMIN = words("admin");
  static final Key<List<String>> COMMANDS = words("commands");
  static final Key<String> AUDIT = text("audit");
  static final Key<Integer> REPLY_MAX_BUFFER = integer("replyMaxBuffer");
  static final Key<Integer> MAX_WATCHES = integer("maxWatchesPerConnection");
  static final Key<Long> MAX_WATCH_BYTES_OF_ONE = number("maxWatchBytesPerConnection");
  static final Key<Long> MAX_WATCH_BYTES = number("maxWatchBytes");
  static final Key<Long> MAX_UNSENT_BYTES = number("maxUnsentBytes");
  static final Key<Integer> MAX_SESSIONS = integer("maxSessions");
  static final Key<Integer> FREE_ATTEMPTS = integer("auth.failuresBeforeWait");
  static final Key<Long> PLUGIN_START = number("plugin.startTimeoutMs");
  static final Key<Long> PLUGIN_STOP = number("plugin.stopTimeoutMs");
  static final Key<Long> PLUGIN_CALL = number("plugin.callTimeoutMs");
  static final Key<Long> PLUGIN_HANG = number("plugin.hangTimeoutMs");
  static final Key<Boolean> PLUGIN_STRICT = flag("plugin.strict");
  static final Key<Boolean> ALLOW_LOG_GAPS = flag("recovery.allowLogGaps");

  private OwnKeys() {}
}
