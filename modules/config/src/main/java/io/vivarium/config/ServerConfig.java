package io.vivarium.config;

import io.vivarium.config.ConfigSource.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checked configuration: everything the server needs to know, typed. Immutable; any thread. Read by {@link ConfigLoader}.
 *
 * @param file the configuration file; null when there is none
 * @param directories where data is kept
 * @param clientPorts where clients are awaited
 * @param sessions bounds of sessions and connections
 * @param requests bounds of requests and replies
 * @param tree behaviour of the tree
 * @param snapshots when snapshots are taken and removed
 * @param log how the log is forced
 * @param access who may do what
 * @param ensemble the other servers
 * @param encryption what is to be encrypted
 * @param admin what operators may have the server do
 * @param pauses whether and how the process is watched for standing still
 * @param plugins which plugin does what
 * @param pluginLimits what plugins may take
 * @param pluginConfigs the values of plugins' keys
 * @param effective every key with its value and origin, for people
 */
public record ServerConfig(
    @Nullable Path file,
    Directories directories,
    ClientPorts clientPorts,
    SessionLimits sessions,
    RequestLimits requests,
    TreeSettings tree,
    SnapshotSettings snapshots,
    LogSettings log,
    Access access,
    Ensemble ensemble,
    Encryption encryption,
    AdminSettings admin,
    PauseSettings pauses,
    PluginSelection plugins,
    PluginConfigs.Limits pluginLimits,
    PluginConfigs pluginConfigs,
    EffectiveConfig effective) {

  /**
   * Where the server keeps its data.
   *
   * @param data snapshots, {@code myid}, epoch files ({@code dataDir})
   * @param log transaction log ({@code dataLogDir}); the same directory when not configured
   * @param autocreate whether missing directories are created ({@code datadir.autocreate})
   * @param emptyCounts whether a server that finds no data may take part as one that never had any ({@code db.autocreate})
   */
  public record Directories(Path data, Path log, boolean autocreate, boolean emptyCounts) {
    /** The file that an operator puts into the data directory to say that it is meant to be empty. */
    private static final String INITIALIZE = "initialize";

    /** The storage that has no use for directories, and what it is said to have when none is configured. */
    static final String WITHOUT_FILES = "memory";

    private static final Path NOWHERE = Path.of("no-data-directory");

    /** Whether there are any: a server that keeps everything in memory does without when none is configured. */
    public boolean present() {
      return !data.equals(NOWHERE);
    }

    /**
     * Whether a server that found no data may take part: always, or this once because the file {@code initialize} is there, which is
     * removed. Without it such a server may have lost its data, and its vote could undo what it once helped to acknowledge.
     */
    public boolean takeEmptyCounts() throws IOException {
      return (present() && Files.deleteIfExists(data.resolve(INITIALIZE))) || emptyCounts;
    }

    static @Nullable Directories from(Values values, Problems problems, Origin nowhere) {
      Path data = values.find(StorageKeys.DATA_DIR);
      Setting written = values.setting(StorageKeys.DATA_DIR);
      if (data == null) {
        if (written == null && values.get(OwnKeys.STORAGE).equals(WITHOUT_FILES)) {
          return new Directories(NOWHERE, NOWHERE, false, values.get(StorageKeys.DB_AUTOCREATE));
        }
        if (written == null && !problems.fileUnreadable()) {
          problems.error(
              Problem.missing(
                  "dataDir",
                  "is missing and has no default",
                  "Add dataDir=<directory for snapshots and myid>",
                  nowhere));
        }
        return null;
      }
      warnIfRelative(values, StorageKeys.DATA_DIR, problems);
      warnIfRelative(values, StorageKeys.DATA_LOG_DIR, problems);
      return new Directories(
          data,
          values.get(StorageKeys.DATA_LOG_DIR, data),
          values.get(StorageKeys.DATADIR_AUTOCREATE),
          values.get(StorageKeys.DB_AUTOCREATE));
    }

    private static void warnIfRelative(Values values, Key<Path> key, Problems problems) {
      Setting setting = values.setting(key);
      if (setting != null
          && values.isSet(key)
          && setting.origin().kind() == Origin.Kind.FILE
          && !Path.of(setting.value()).isAbsolute()
          && !setting.value().startsWith(".")) {
        problems.warning(
            setting,
            "is relative to the directory in which the server is started",
            "Write an absolute path, or begin it with ./ if that is meant");
      }
    }
  }

  /**
   * What operators may have the server do.
   *
   * @param snapshot whether snapshots are made on request ({@code admin.snapshot.enabled})
   * @param restore whether the tree may be replaced on request ({@code admin.restore.enabled})
   * @param pauseMs ms between two snapshots, and between two restores ({@code admin.rateLimiterIntervalInMS})
   */
  public record AdminSettings(boolean snapshot, boolean restore, long pauseMs) {
    static AdminSettings from(Values values) {
      return new AdminSettings(
          values.get(OperationKeys.ADMIN_SNAPSHOT),
          values.get(OperationKeys.ADMIN_RESTORE),
          values.get(OperationKeys.ADMIN_PAUSE));
    }
  }

  /**
   * How the process is watched for standing still.
   *
   * @param watched whether it is ({@code jvm.pause.monitor})
   * @param everyMs ms between two looks, 1 or more ({@code jvm.pause.sleep.time.ms})
   * @param infoMs a longer pause is logged ({@code jvm.pause.info-threshold.ms})
   * @param warnMs a longer pause is logged as a warning ({@code jvm.pause.warn-threshold.ms})
   */
  public record PauseSettings(boolean watched, long everyMs, long infoMs, long warnMs) {
    static PauseSettings from(Values values) {
      return new PauseSettings(
          values.get(OperationKeys.PAUSES_WATCHED),
          values.get(OperationKeys.PAUSES_EVERY),
          values.get(OperationKeys.PAUSES_INFO),
          values.get(OperationKeys.PAUSES_WARN));
    }
  }

  /**
   * How txns are gathered before the log is forced, and how many are kept for learners.
   *
   * @param flushDelayMs least time between two forces while txns keep coming; 0: none waits
   * @param maxWriteQueuePollTimeMs time to wait for one more txn when {@code flushDelayMs} is set
   * @param maxBatchSize most txns forced together; 0: no limit
   * @param commitLogCount committed txns kept in memory for learners
   * @param snapshotSizeFactor share of a snapshot's size up to which a learner is brought up from the log on disk; negative: never
   */
  public record LogSettings(
      long flushDelayMs,
      long maxWriteQueuePollTimeMs,
      int maxBatchSize,
      int commitLogCount,
      double snapshotSizeFactor) {

    static LogSettings from(Values values) {
      long delay = values.get(StorageKeys.FLUSH_DELAY);
      return new LogSettings(
          delay,
          values.get(StorageKeys.MAX_WRITE_QUEUE_POLL_TIME, delay / 3),
          values.get(StorageKeys.MAX_BATCH_SIZE),
          values.get(StorageKeys.COMMIT_LOG_COUNT),
          values.get(StorageKeys.SNAPSHOT_SIZE_FACTOR));
    }
  }

  /**
   * What is to be encrypted.
   *
   * @param clientPort whether the plain client port is not plain: {@code tls.certificate} without a {@code secureClientPort}
   * @param clients whether some client may use TLS
   * @param peers whether servers talk to each other with TLS
   * @param peersUnified whether servers accept others that do not, besides
   * @param because a key that asks for encryption; null when none does
   */
  public record Encryption(
      boolean clientPort,
      boolean clients,
      boolean peers,
      boolean peersUnified,
      @Nullable String because) {
    private static final String PLAIN_TRANSPORT = "tcp";

    /** Whether a transport that encrypts is needed. */
    public boolean wanted() {
      return because != null;
    }

    static Encryption from(
        Values values, ClientPorts ports, boolean distributed, Problems problems) {
      boolean section = values.find(SecurityKeys.TLS_CERTIFICATE) != null;
      boolean unified = values.get(ClientKeys.PORT_UNIFICATION);
      boolean secure = ports.secureClientPort() != null;
      boolean peers =
          distributed
              && (values.isSet(QuorumKeys.SSL_QUORUM)
                  ? values.get(QuorumKeys.SSL_QUORUM)
                  : section);
      boolean peersUnified = distributed && values.get(QuorumKeys.PORT_UNIFICATION);
      Encryption encryption =
          new Encryption(
              section && !secure && !unified,
              section || secure || unified,
              peers,
              peersUnified,
              because(
                  Map.of(
                      SecurityKeys.TLS_CERTIFICATE, section,
                      ClientKeys.SECURE_CLIENT_PORT, secure,
                      ClientKeys.PORT_UNIFICATION, unified,
                      QuorumKeys.SSL_QUORUM, peers,
                      QuorumKeys.PORT_UNIFICATION, peersUnified,
                      OperationKeys.ADMIN_FORCE_HTTPS, adminHttps(values),
                      OperationKeys.ADMIN_PORT_UNIFICATION, adminUnified(values))));
      Setting transport = values.setting(OwnKeys.TRANSPORT);
      if (encryption.wanted() && transport != null && transport.value().equals(PLAIN_TRANSPORT)) {
        problems.error(
            transport,
            "does not encrypt, and " + encryption.because() + " asks for encryption",
            "Remove one of them; without transport the one that encrypts is used");
      }
      return encryption;
    }

    private static boolean adminHttps(Values values) {
      return values.get(OperationKeys.ADMIN_ENABLED) && values.get(OperationKeys.ADMIN_FORCE_HTTPS);
    }

    private static boolean adminUnified(Values values) {
      return values.get(OperationKeys.ADMIN_ENABLED)
          && values.get(OperationKeys.ADMIN_PORT_UNIFICATION);
    }

    private static @Nullable String because(Map<Key<?>, Boolean> reasons) {
      return reasons.entrySet().stream()
          .filter(Map.Entry::getValue)
          .map(reason -> reason.getKey().name())
          .sorted()
          .findFirst()
          .orElse(null);
    }

    /** The transport that does what is wanted. */
    String transport() {
      return wanted() ? "tls" : PLAIN_TRANSPORT;
    }
  }
}
