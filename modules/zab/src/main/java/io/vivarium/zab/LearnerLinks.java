package io.vivarium.zab;

import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.zab.LearnerLink.Phase;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.port.QuorumLinks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The learners that are connected. Invariant: of each server there is one link that counts, the newest. */
final class LearnerLinks {
  private static final Logger log = LoggerFactory.getLogger(LearnerLinks.class);

  private final QuorumLinks links;
  private final Map<Long, LearnerLink> byLink = new LinkedHashMap<>();
  private final Map<Long, LearnerLink> byServer = new HashMap<>();

  LearnerLinks(QuorumLinks links) {
    this.links = links;
  }

  /** A learner connected. */
  void add(long link, long deadline) {
    byLink.put(link, new LearnerLink(link, deadline));
  }

  /** A learner said who it is. An older link of the same server is a leftover. */
  void named(LearnerLink learner, long serverId, boolean observer) {
    LearnerLink older = byServer.get(serverId);
    if (older != null) {
      drop(older, "server " + serverId + " has connected anew");
    }
    learner.named(serverId, observer);
    byServer.put(serverId, learner);
  }

  @Nullable LearnerLink find(long link) {
    return byLink.get(link);
  }

  /** Closes the link. */
  void drop(LearnerLink learner, String reason) {
    log.info("Closing the link of {}: {}", learner, reason);
    links.close(learner.link(), reason);
    forget(learner.link());
  }

  /** The link is closed; returns who it was. */
  @Nullable LearnerLink forget(long link) {
    LearnerLink gone = byLink.remove(link);
    if (gone != null) {
      byServer.remove(gone.serverId(), gone);
    }
    return gone;
  }

  void dropAll(String reason) {
    byLink.keySet().forEach(link -> links.close(link, reason));
    byLink.clear();
    byServer.clear();
  }

  /** All of them, as they are now. */
  List<LearnerLink> all() {
    return new ArrayList<>(byLink.values());
  }

  /** All that may be walked while nothing is added or dropped. */
  Collection<LearnerLink> view() {
    return byLink.values();
  }

  /** The link of a server; null when it is not connected. */
  @Nullable LearnerLink of(long serverId) {
    return byServer.get(serverId);
  }

  /** Whether a server has come at least as far. */
  boolean reached(long serverId, Phase phase) {
    LearnerLink learner = byServer.get(serverId);
    return learner != null && learner.reached(phase);
  }

  /** As {@link #reached}, for one that is connected as a voter: an observer may keep no log. */
  boolean votes(long serverId, Phase phase) {
    LearnerLink learner = byServer.get(serverId);
    return learner != null && !learner.observer() && learner.reached(phase);
  }

  /** Whether everything up to a zxid is durable at a server that has acknowledged the initial history. */
  boolean hasAcked(long serverId, long zxid) {
    LearnerLink learner = byServer.get(serverId);
    return learner != null && learner.reached(Phase.SYNCED) && learner.hasAcked(zxid);
  }

  /** One that is being brought to this server's history, by txns or by its state; null when none is. */
  @Nullable LearnerLink broughtUp() {
    for (LearnerLink learner : byLink.values()) {
      if (learner.reached(Phase.READING) && !learner.reached(Phase.SERVING)) {
        return learner;
      }
    }
    return null;
  }

  /** Learners that are being brought up. */
  int bringingUp() {
    int count = 0;
    for (LearnerLink learner : byLink.values()) {
      count += learner.reached(Phase.READING) && !learner.reached(Phase.SERVING) ? 1 : 0;
    }
    return count;
  }

  /** Learners that are part of the live stream. */
  int inStream() {
    int count = 0;
    for (LearnerLink learner : byLink.values()) {
      count += learner.reached(Phase.SYNCING) ? 1 : 0;
    }
    return count;
  }

  /** Learners that have the history and serve: those that observe, or those that do not. */
  int serving(boolean observing) {
    int count = 0;
    for (LearnerLink learner : byLink.values()) {
      count += learner.reached(Phase.SERVING) && learner.observer() == observing ? 1 : 0;
    }
    return count;
  }

  /** A number that is another one as soon as {@link #shown} is; computed in every turn. */
  long fingerprint() {
    long fingerprint = 17;
    for (LearnerLink learner : byLink.values()) {
      fingerprint =
          (fingerprint * 31 + learner.link()) * 31
              + (learner.observer() ? 4 : 0)
              + (learner.reached(Phase.SYNCING) ? 2 : 0)
              + (learner.reached(Phase.SERVING) ? 1 : 0);
    }
    return fingerprint;
  }

  /** Those that are part of the live stream, for operators. */
  List<ConsensusStatus.Learner> shown() {
    return byLink.values().stream()
        .filter(learner -> learner.reached(Phase.SYNCING))
        .map(
            learner ->
                new ConsensusStatus.Learner(
                    learner.serverId(), learner.observer(), learner.reached(Phase.SERVING)))
        .toList();
  }

  void send(LearnerLink learner, QuorumMessage message) {
    links.send(learner.link(), message);
  }
}
