package io.vivarium.config;

import static io.vivarium.config.ValueType.flag;
import static io.vivarium.config.ValueType.integer;
import static io.vivarium.config.ValueType.number;
import static io.vivarium.config.ValueType.path;
import static io.vivarium.config.ValueType.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Keys about talking to the other servers, which the consensus plugin reads; a single server has no use for them. */
final class PeerKeys {
  private static final int MAX = Integer.MAX_VALUE;
  private static final Set<String> NAMES =
      all().stream().map(Key::name).collect(Collectors.toUnmodifiableSet());

  private PeerKeys() {}

  static boolean contains(Key<?> key) {
    return NAMES.contains(key.name());
  }

  static List<Key<?>> all() {
    List<Key<?>> keys = new ArrayList<>(elections());
    keys.addAll(learners());
    keys.addAll(observers());
    keys.addAll(withoutUse());
    keys.addAll(security());
    return keys;
  }

  private static List<Key<?>> elections() {
    ValueType<Integer> milliseconds = integer(1, MAX, "ms");
    ValueType<Integer> timeout = integer(-1, MAX, "ms");
    ValueType<Integer> times = integer(0, MAX, "times");
    return List.of(
        of("cnxTimeout", milliseconds, 5000, "", "Time to connect to a peer for an election."),
        of(
            "quorumCnxnTimeoutMs",
            timeout,
            -1,
            "3.6",
            "Longest silence in an election; -1: syncLimit."),
        of("tcpKeepAlive", flag(), false, "3.5.4", "TCP keep-alive on election connections."),
        of(
            "electionPortBindRetry",
            times,
            3,
            "3.6",
            "Attempts to bind the port, then exit 14; 0: endless."),
        of(
            "fastleader.minNotificationInterval",
            milliseconds,
            200,
            "3.6",
            "First pause between votes."),
        of(
            "fastleader.maxNotificationInterval",
            milliseconds,
            60_000,
            "3.6",
            "Longest pause between votes."),
        of(
                "leader.maxTimeToWaitForEpoch",
                timeout,
                -1,
                "3.6",
                "Time to wait for epochs; -1: initLimit.")
            .or("maxTimeToWaitForEpoch")
            .mapped("the wait is bounded by the same time"));
  }

  private static List<Key<?>> learners() {
    ValueType<Integer> learners = integer(1, MAX, "learners");
    ValueType<Integer> pause = integer(0, MAX, "ms");
    String noDelay = "connections to peers are always without delay";
    return List.of(
        of("leaderConnectDelayDuringRetryMs", pause, 100, "3.5", "Pause before the next attempt.")
            .mapped("the first pause of a growing one"),
        of(
            "leader.maxConcurrentSnapSyncs",
            learners,
            10,
            "3.6",
            "Learners sent a snapshot at a time."),
        of("leader.maxConcurrentDiffSyncs", learners, 100, "3.6", "Learners sent txns at a time."),
        of("forceSnapshotSync", flag(), false, "", "Always bring learners up with a snapshot."),
        of(
                "leader.ackLoggingFrequency",
                integer(1, MAX, "acks"),
                1000,
                "3.6",
                "Acks between samples.")
            .mapped("every ack is measured"),
        Key.bare("leader.nodelay", flag(), true, "TCP_NODELAY on the leader.").mapped(noDelay),
        Key.bare("follower.nodelay", flag(), true, "TCP_NODELAY on a learner.").mapped(noDelay));
  }

  private static List<Key<?>> observers() {
    ValueType<Long> pause = number(0, MAX, "ms");
    ValueType<Long> bytes = number(0, MAX, "bytes");
    return List.of(
        of(
            "observer.reconnectDelayMs",
            pause,
            0L,
            "3.6",
            "Pause before the leader is looked for again."),
        of(
            "observer.election.DelayMs",
            pause,
            200L,
            "3.6",
            "Pause before it joins an election's talk."),
        of(
                "observerMaster.sizeLimit",
                bytes,
                33_554_432L,
                "3.6",
                "Txns that a follower keeps for observers.")
            .mapped("bounds the queue of each observer"));
  }

  private static List<Key<?>> withoutUse() {
    String sockets = "peers are talked to without blocking";
    String queues = "there is no such queue";
    return List.of(
        of(
                "learner.asyncSending",
                flag(),
                false,
                "3.7",
                "A learner sends from a thread of its own.")
            .orBare()
            .withoutEffect(sockets),
        of("learner.closeSocketAsync", flag(), false, "3.7", "A learner closes in another thread.")
            .orBare()
            .withoutEffect(sockets),
        of("leader.closeSocketAsync", flag(), false, "3.7", "The leader closes in another thread.")
            .orBare()
            .withoutEffect(sockets),
        of("follower.skipLearnerRequestToNextProcessor", flag(), false, "3.7", "Saves memory.")
            .withoutEffect(queues),
        of(
                "forward_learner_requests_to_commit_processor_disabled",
                flag(),
                false,
                "3.7",
                "Saves memory.")
            .withoutEffect(queues),
        Key.named("oraclePath", path(), null, "File that decides for an ensemble of two.")
            .since("3.7")
            .refused(
                "a tie-breaking oracle is not supported; run three servers, one of them on a small"
                    + " machine"));
  }

  private static List<Key<?>> security() {
    ValueType<Integer> threads = integer(1, MAX, "threads");
    String principal = "Kerberos principal of the servers; _HOST stands for the peer's host.";
    return List.of(
        named("sslQuorum", flag(), false, "3.5.5", "TLS between servers.").guard(),
        named(
            "portUnification",
            flag(),
            false,
            "3.5.5",
            "Accept TLS and plain peers, for a migration."),
        named(
            "sslQuorumReloadCertFiles",
            flag(),
            false,
            "3.5.5",
            "Use changed stores without a restart."),
        named("quorum.auth.enableSasl", flag(), false, "3.4.10", "SASL between servers.").guard(),
        named("quorum.auth.learnerRequireSasl", flag(), false, "3.4.10", "Connect with SASL only.")
            .guard(),
        named(
                "quorum.auth.serverRequireSasl",
                flag(),
                false,
                "3.4.10",
                "Accept peers with SASL only.")
            .guard(),
        named(
            "quorum.auth.learner.saslLoginContext",
            text(),
            "QuorumLearner",
            "3.4.10",
            "JAAS section to connect."),
        named(
            "quorum.auth.server.saslLoginContext",
            text(),
            "QuorumServer",
            "3.4.10",
            "JAAS section to accept."),
        named(
            "quorum.auth.kerberos.servicePrincipal",
            text(),
            "zkquorum/localhost",
            "3.4.10",
            principal),
        named("quorum.cnxn.threads.size", threads, 20, "3.4.10", "Threads that authenticate peers.")
            .withoutEffect("peers are authenticated without threads of their own"));
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
