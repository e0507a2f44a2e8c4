package io.vivarium.config;

import static io.vivarium.config.Configs.minimalAnd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every key that the server itself reads reaches the field that it is for. */
class ServerKeysTest {
  private static final String THREE =
      "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\nmyid=1\ninitLimit=4\nsyncLimit=5\n";

  /** What a line of configuration makes of a field. */
  private record Case(String lines, Object expected, Function<ServerConfig, Object> field) {
    String key() {
      String last = lines.strip().lines().reduce((a, b) -> b).orElseThrow();
      return last.substring(0, last.indexOf('='));
    }

    DynamicTest test() {
      return DynamicTest.dynamicTest(
          lines.strip().replace('\n', ' '),
          () -> assertEquals(expected, field.apply(minimalAnd(lines + "\n"))));
    }
  }

  private static Case on(String lines, Object expected, Function<ServerConfig, Object> field) {
    return new Case(lines, expected, field);
  }

  private static Stream<Case> directoriesAndPorts() {
    return Stream.of(
        on("dataDir=/x", Path.of("/x"), config -> config.directories().data()),
        on("dataLogDir=/l", Path.of("/l"), config -> config.directories().log()),
        on("datadir.autocreate=false", false, config -> config.directories().autocreate()),
        on("clientPort=99", 99, config -> config.clientPorts().clientPort()),
        on("clientPortAddress=::1", "::1", config -> config.clientPorts().clientPortAddress()),
        on("secureClientPort=98", 98, config -> config.clientPorts().secureClientPort()),
        on(
            "secureClientPort=98\nsecureClientPortAddress=h",
            "h",
            config -> config.clientPorts().secureClientPortAddress()),
        on("clientPortListenBacklog=7", 7, config -> config.clientPorts().backlog()),
        on("clientTcpKeepAlive=true", true, config -> config.clientPorts().keepAlive()));
  }

  private static Stream<Case> operation() {
    return Stream.of(
        on("admin.enableServer=false", List.of("jmx"), config -> config.plugins().admin()),
        on("admin=http", List.of("http"), config -> config.plugins().admin()),
        on("commands=mine", List.of("mine"), config -> config.plugins().commands()),
        on("audit.enable=true", "log", config -> config.plugins().audit()),
        on("audit.enable=true\naudit=mine", "mine", config -> config.plugins().audit()),
        on("metrics=mine", "mine", config -> config.plugins().metrics()),
        on(
            "metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider",
            "prometheus",
            config -> config.plugins().metrics()),
        on(
            "plugin.startTimeoutMs=7",
            Duration.ofMillis(7),
            config -> config.pluginLimits().start()),
        on("plugin.stopTimeoutMs=8", Duration.ofMillis(8), config -> config.pluginLimits().stop()),
        on("plugin.callTimeoutMs=9", Duration.ofMillis(9), config -> config.pluginLimits().call()),
        on("plugin.hangTimeoutMs=0", Duration.ZERO, config -> config.pluginLimits().hang()),
        on("plugin.strict=true", true, config -> config.pluginLimits().strict()),
        on("admin.snapshot.enabled=false", false, config -> config.admin().snapshot()),
        on("admin.restore.enabled=false", false, config -> config.admin().restore()),
        on("admin.rateLimiterIntervalInMS=7", 7L, config -> config.admin().pauseMs()),
        on("jvm.pause.monitor=true", true, config -> config.pauses().watched()),
        on("jvm.pause.sleep.time.ms=7", 7L, config -> config.pauses().everyMs()),
        on("jvm.pause.info-threshold.ms=8", 8L, config -> config.pauses().infoMs()),
        on("jvm.pause.warn-threshold.ms=9", 9L, config -> config.pauses().warnMs()));
  }

  private static Stream<Case> sessionsAndRequests() {
    return Stream.of(
        on("tickTime=1", 1, config -> config.sessions().tickTimeMs()),
        on("minSessionTimeout=9", 9, config -> config.sessions().minSessionTimeoutMs()),
        on("maxSessionTimeout=9999", 9999, config -> config.sessions().maxSessionTimeoutMs()),
        on("maxClientCnxns=0", 0, config -> config.sessions().maxConnectionsPerAddress()),
        on("maxClientCnxns=-1", 0, config -> config.sessions().maxConnectionsPerAddress()),
        on("maxCnxns=5", 5, config -> config.sessions().maxConnections()),
        on("maxSessions=7", 7, config -> config.sessions().maxSessions()),
        on("ssl.authProvider=plant", "plant", config -> config.access().certificateScheme()),
        on("auth.failuresBeforeWait=8", 8, config -> config.access().freeAttempts()),
        on("nio.sessionlessCnxnTimeout=3", 3, config -> config.sessions().sessionlessTimeoutMs()),
        on("localSessionsEnabled=true", true, config -> config.sessions().localSessions()),
        on(
            "localSessionsUpgradingEnabled=true",
            true,
            config -> config.sessions().localSessionsUpgrading()),
        on("jute.maxbuffer=2000", 2000, config -> config.requests().juteMaxBuffer()),
        on("replyMaxBuffer=0", 0, config -> config.requests().replyMaxBuffer()),
        on("maxWatchesPerConnection=3", 3, config -> config.requests().watches().perConnection()),
        on(
            "maxWatchBytesPerConnection=4",
            4L,
            config -> config.requests().watches().bytesPerConnection()),
        on("maxWatchBytes=5", 5L, config -> config.requests().watches().bytes()),
        on("maxUnsentBytes=7", 7L, config -> config.requests().maxUnsentBytes()),
        on("globalOutstandingLimit=2", 2, config -> config.requests().globalOutstandingLimit()),
        on("request_throttle_max_requests=3", 3, config -> config.requests().throttleMaxRequests()),
        on("throttled_op_wait_time=4", 4, config -> config.requests().throttledOpWaitTimeMs()),
        on("largeRequestMaxBytes=5", 5L, config -> config.requests().largeRequestMaxBytes()),
        on("largeRequestThreshold=6", 6, config -> config.requests().largeRequestThreshold()));
  }

  private static Stream<Case> treeAndSnapshots() {
    return Stream.of(
        on("extendedTypesEnabled=true", true, config -> config.tree().extendedTypes()),
        on("emulate353TTLNodes=true", true, config -> config.tree().emulate353()),
        on("digest.enabled=false", false, config -> config.tree().digest()),
        on("enforceQuota=true", true, config -> config.tree().enforceQuota()),
        on("closeSessionTxn.enabled=false", false, config -> config.tree().closeSessionTxn()),
        on(
            "znode.container.checkIntervalMs=1",
            1L,
            config -> config.tree().containers().checkIntervalMs()),
        on(
            "znode.container.maxPerMinute=2",
            2,
            config -> config.tree().containers().maxPerMinute()),
        on(
            "znode.container.maxNeverUsedIntervalMs=3",
            3L,
            config -> config.tree().containers().maxNeverUsedMs()),
        on("snapCount=7", 7, config -> config.snapshots().snapCount()),
        on("snapSizeLimitInKb=2", 2048L, config -> config.snapshots().snapSizeLimitBytes()),
        on("snapSizeLimitInKb=-1", 0L, config -> config.snapshots().snapSizeLimitBytes()),
        on("autopurge.snapRetainCount=9", 9, config -> config.snapshots().retainCount()),
        on("autopurge.purgeInterval=24", 24, config -> config.snapshots().purgeIntervalHours()),
        on(
            "serializeLastProcessedZxid.enabled=false",
            false,
            config -> config.snapshots().serializeLastProcessedZxid()),
        on("snapshot.trust.empty=true", true, config -> config.snapshots().trustEmpty()),
        on("db.autocreate=false", false, config -> config.snapshots().dbAutocreate()),
        on("recovery.allowLogGaps=true", true, config -> config.snapshots().allowLogGaps()),
        on("flushDelay=6", 6L, config -> config.log().flushDelayMs()),
        on("flushDelay=6", 2L, config -> config.log().maxWriteQueuePollTimeMs()),
        on("maxWriteQueuePollTime=1", 1L, config -> config.log().maxWriteQueuePollTimeMs()),
        on("maxBatchSize=8", 8, config -> config.log().maxBatchSize()),
        on("commitLogCount=9", 9, config -> config.log().commitLogCount()),
        on("snapshotSizeFactor=-1", -1.0, config -> config.log().snapshotSizeFactor()));
  }

  private static Stream<Case> accessAndEnsemble() {
    return Stream.of(
        on("skipACL=yes", true, config -> config.access().skipAcl()),
        on("allowSaslFailedClients=true", true, config -> config.access().allowSaslFailedClients()),
        on("readonlymode.enabled=true", true, config -> config.access().readOnlyMode()),
        on(
            "4lw.commands.whitelist=ruok",
            Set.of("srvr", "ruok"),
            config -> config.access().fourLetterWords().allowed()),
        on(THREE + "initLimit=8", 8, config -> config.ensemble().timing().initLimit()),
        on(THREE + "syncLimit=9", 9, config -> config.ensemble().timing().syncLimit()),
        on(
            THREE + "connectToLearnerMasterLimit=2",
            2,
            config -> config.ensemble().timing().connectLimit()),
        on(THREE + "myid=3", 3L, config -> config.ensemble().myid()),
        on("reconfigEnabled=true", true, config -> config.ensemble().options().reconfig()),
        on(
            "quorumListenOnAllIPs=true",
            true,
            config -> config.ensemble().options().listenOnAllIps()),
        on("observerMasterPort=7", 7, config -> config.ensemble().options().observerMasterPort()),
        on("leaderServes=no", false, config -> config.ensemble().options().leaderServes()),
        on("syncEnabled=false", false, config -> config.ensemble().options().observersSync()),
        on("multiAddress.enabled=true", true, config -> config.ensemble().options().multiAddress()),
        on("transport=t", "t", config -> config.plugins().transport()),
        on("storage=s", "s", config -> config.plugins().storage()),
        on("consensus=c", "c", config -> config.plugins().consensus()));
  }

  private static Stream<Case> all() {
    return Stream.of(
            directoriesAndPorts(),
            operation(),
            sessionsAndRequests(),
            treeAndSnapshots(),
            accessAndEnsemble())
        .flatMap(Function.identity());
  }

  @TestFactory
  Stream<DynamicTest> everyKeyReachesItsField() {
    return all().map(Case::test);
  }

  /** Keys of the server that are no single field; other tests are about them. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "request_throttle_stall_time",
          "request_throttle_drop_stale",
          "netty.advancedFlowControl.enabled",
          "netty.server.earlyDropSecureConnectionHandshakes",
          "leader.nodelay",
          "follower.nodelay",
          "dynamicConfigFile",
          "electionAlg",
          "peerType",
          "standaloneEnabled",
          "multiAddress.reachabilityCheckEnabled",
          "multiAddress.reachabilityCheckTimeoutMs",
          "enforce.auth.enabled",
          "enforce.auth.schemes",
          "sessionRequireClientSASLAuth",
          "serverCnxnFactory",
          "audit.impl.class",
          "config.mode",
          "auth");

  @Test
  void noKeyOfTheServerIsForgottenHere() {
    Set<String> tested = all().map(Case::key).collect(Collectors.toSet());
    for (Key<?> key : KnownKeys.all()) {
      boolean read =
          Set.of(Verdict.HONOURED, Verdict.MAPPED, Verdict.OURS).contains(key.verdict())
              && key.reader() == Key.Reader.SERVER;
      assertTrue(
          !read || tested.contains(key.name()) || ELSEWHERE.contains(key.name()), key.name());
    }
  }

  @Test
  void aPropertyReachesTheFieldLikeALineOfTheFile() {
    ConfigSource source =
        ConfigSource.ofText("zoo.cfg", Configs.MINIMAL)
            .withSystemProperties(
                Map.of("zookeeper.maxCnxns", "5", "znode.container.maxPerMinute", "6"));
    ServerConfig config = Configs.load(source).require();
    assertEquals(5, config.sessions().maxConnections());
    assertEquals(6, config.tree().containers().maxPerMinute());
  }

  @Test
  void sessionTimeoutsAreGrantedWithinTheirBounds() {
    SessionLimits sessions = minimalAnd("tickTime=1000\n").sessions();
    assertEquals(2000, sessions.granted(1));
    assertEquals(5000, sessions.granted(5000));
    assertEquals(20_000, sessions.granted(Integer.MAX_VALUE));
  }
}
