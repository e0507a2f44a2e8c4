package io.vivarium.acceptance.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.TreeImage;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/** Compares what the servers of an ensemble hold: they are replicas, so it has to be the same on each of them. */
public final class EnsembleState {
  /** Name and password of the user that every server of an ensemble lets do everything. */
  public static final String SUPER_USER = "super:super";

  /** The system property that names this user's digest. */
  private static final String SUPER_PROPERTY = "zookeeper.DigestAuthenticationProvider.superDigest";

  private static final Pattern SESSION = Pattern.compile("0x[0-9a-f]+");
  private static final Pattern DIGEST = Pattern.compile("([0-9a-f]+): (\\d+)");

  private EnsembleState() {}

  /** The setup of a server that knows {@link #SUPER_USER}. */
  public static ServerSetup withSuperUser(ServerSetup setup) {
    try {
      return setup.property(
          SUPER_PROPERTY, DigestAuthenticationProvider.generateDigest(SUPER_USER));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Compares trees and sessions. A session that expires or moves while they are read is no difference: it is gone when
   * they are read again, and a difference between replicas is not.
   */
  public static void assertSame(EnsembleUnderTest ensemble) throws Exception {
    ensemble.awaitSameZxid();
    Map<String, String> differences = new TreeMap<>();
    try {
      Await.until(
          "all servers hold the same",
          () -> {
            differences.clear();
            differences.putAll(differences(ensemble));
            return differences.isEmpty();
          });
    } catch (AssertionError different) {
      throw new AssertionError(different.getMessage() + "; different: " + differences, different);
    }
  }

  private static Map<String, String> differences(EnsembleUnderTest ensemble) throws Exception {
    Member first = ensemble.members().iterator().next();
    Map<String, TreeImage.Node> tree = tree(first);
    Set<String> sessions = sessions(first);
    Map<String, String> differences = new TreeMap<>();
    for (Member member : ensemble.others(first)) {
      differences(tree, tree(member))
          .forEach((path, nodes) -> differences.put(path + " on " + first + " / " + member, nodes));
      Set<String> others = sessions(member);
      if (!sessions.equals(others)) {
        differences.put("sessions of " + first + " / " + member, sessions + " / " + others);
      }
    }
    return differences;
  }

  /**
   * Compares the digests that the servers have noted at the same zxids, and those that came with txns. Not for an ensemble
   * in which a learner got a snapshot under load: Apache's complains then about the txns that the snapshot already has.
   */
  public static void assertSameDigests(EnsembleUnderTest ensemble) throws Exception {
    Map<Long, String> digests = new TreeMap<>();
    for (Member member : ensemble.members()) {
      digests(member)
          .forEach(
              (zxid, digest) ->
                  assertEquals(
                      digests.computeIfAbsent(zxid, unknown -> digest),
                      digest,
                      () -> "the digest of " + member + " at zxid 0x" + Long.toHexString(zxid)));
      assertEquals(0, member.metric("zk_digest_mismatches_count"), member + " saw other digests");
    }
  }

  private static Map<String, TreeImage.Node> tree(Member member) throws Exception {
    try (ZooKeeper zk = Clients.connect(member.connectString(), 10_000, new EventLog())) {
      zk.addAuthInfo("digest", SUPER_USER.getBytes(StandardCharsets.UTF_8));
      Map<String, TreeImage.Node> tree = TreeImage.of(zk);
      // each server makes this node from its own files, at its own time
      tree.remove("/zookeeper/config");
      return tree;
    }
  }

  private static Map<String, String> differences(
      Map<String, TreeImage.Node> one, Map<String, TreeImage.Node> other) {
    Set<String> paths = new TreeSet<>(one.keySet());
    paths.addAll(other.keySet());
    Map<String, String> differences = new TreeMap<>();
    for (String path : paths) {
      if (!Objects.equals(one.get(path), other.get(path))) {
        differences.put(path, one.get(path) + " / " + other.get(path));
      }
    }
    return differences;
  }

  /** The ids of all sessions that a server knows of. */
  public static Set<String> sessions(Member member) throws Exception {
    String dump = member.ask("dump");
    int end = dump.indexOf("ephemeral nodes dump");
    Set<String> ids = new TreeSet<>();
    Matcher matcher = SESSION.matcher(dump.substring(0, Math.max(0, end)));
    while (matcher.find()) {
      ids.add(matcher.group());
    }
    return ids;
  }

  private static Map<Long, String> digests(Member member) throws Exception {
    Map<Long, String> digests = new TreeMap<>();
    Matcher matcher = DIGEST.matcher(member.ask("hash"));
    while (matcher.find()) {
      digests.put(Long.parseUnsignedLong(matcher.group(1), 16), matcher.group(2));
    }
    return digests;
  }
}
