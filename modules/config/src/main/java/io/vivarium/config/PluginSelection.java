package io.vivarium.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which plugin does what, by id: as configured by our keys, by a legacy key with the name of a ZooKeeper class, or by default.
 *
 * @param transport carries connections of clients and peers
 * @param storage keeps log and snapshots
 * @param consensus orders txns
 * @param auth authenticate clients, in the order in which they are asked
 * @param metrics publishes metrics; null: none
 * @param admin let operators ask the server
 * @param commands bring further commands for operators
 * @param audit writes the audit log; null: none
 * @param chosen the SPIs whose plugin somebody chose; a plugin that is merely a default may be absent from an installation
 */
public record PluginSelection(
    String transport,
    String storage,
    String consensus,
    List<String> auth,
    @Nullable String metrics,
    List<String> admin,
    List<String> commands,
    @Nullable String audit,
    Set<String> chosen) {
  /** The admin endpoint that nobody outside the process can reach; not for {@code admin.enableServer} to switch off. */
  private static final String INSIDE = "jmx";

  /** Copies the collections. */
  public PluginSelection {
    auth = List.copyOf(auth);
    admin = List.copyOf(admin);
    commands = List.copyOf(commands);
    chosen = Set.copyOf(chosen);
  }

  static PluginSelection from(
      Values values, boolean distributed, ServerConfig.Encryption encryption, Problems problems) {
    LegacyClasses legacy = new LegacyClasses(values, problems);
    List<String> auth = values.get(OwnKeys.AUTH, authByDefault(values, encryption));
    legacy.checkTransport();
    legacy.checkAudit();
    warnOfForgetting(values, distributed, problems);
    List<String> admin = new ArrayList<>(values.get(OwnKeys.ADMIN));
    if (!values.get(OperationKeys.ADMIN_ENABLED)) {
      admin.retainAll(List.of(INSIDE));
    }
    boolean audit = values.get(SecurityKeys.AUDIT_ENABLED);
    return new PluginSelection(
        values.get(OwnKeys.TRANSPORT, encryption.transport()),
        values.get(OwnKeys.STORAGE),
        values.get(OwnKeys.CONSENSUS, distributed ? "zab" : "standalone"),
        legacy.auth(auth),
        legacy.metrics(),
        admin,
        values.get(OwnKeys.COMMANDS),
        audit ? values.get(OwnKeys.AUDIT) : null,
        chosen(values));
  }

  /** The vote of a server that has forgotten what it acknowledged can undo what the ensemble once promised. */
  private static void warnOfForgetting(Values values, boolean distributed, Problems problems) {
    Setting storage = values.setting(OwnKeys.STORAGE);
    if (distributed
        && storage != null
        && storage.value().equals(ServerConfig.Directories.WITHOUT_FILES)
        && values.get(StorageKeys.DB_AUTOCREATE)) {
      problems.warning(
          storage,
          "forgets at each start what this server has acknowledged, and its vote can then undo it",
          "Set dataDir and db.autocreate=false, by which a server without data does not vote before a leader has told it the"
              + " history, and put a file named initialize into that directory before the first start only");
    }
  }

  /** What clients can prove themselves with is offered without being asked for. */
  private static List<String> authByDefault(Values values, ServerConfig.Encryption encryption) {
    List<String> auth = new ArrayList<>(List.of("builtin"));
    if (encryption.clients()) {
      auth.add("x509");
    }
    if (values.isSet(SecurityKeys.LOGIN_FILE)) {
      auth.add("sasl");
    }
    return auth;
  }

  private static Set<String> chosen(Values values) {
    Set<String> chosen = new LinkedHashSet<>();
    for (Key<?> key :
        List.of(
            OwnKeys.TRANSPORT,
            OwnKeys.STORAGE,
            OwnKeys.CONSENSUS,
            OwnKeys.AUTH,
            OwnKeys.METRICS,
            OwnKeys.ADMIN,
            OwnKeys.COMMANDS,
            OwnKeys.AUDIT)) {
      if (values.isSet(key)) {
        chosen.add(key.name());
      }
    }
    return chosen;
  }
}
