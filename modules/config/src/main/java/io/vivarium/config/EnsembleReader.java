package io.vivarium.config;

import io.vivarium.config.ConfigSource.Origin;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.Membership.Role;
import org.jspecify.annotations.Nullable;

/** Finds out whether there is an ensemble, and which of its servers this is. */
final class EnsembleReader {
  private final Values values;
  private final OwnNumber number;
  private final Problems problems;
  private final Origin file;

  /**
   * What was found.
   *
   * @param own this server's own line, which one that runs standalone may have, too; null when there is none
   */
  record Found(Ensemble ensemble, @Nullable Member own) {}

  EnsembleReader(Values values, ConfigSource source, Problems problems, Origin file) {
    this.values = values;
    this.number = new OwnNumber(values, source, problems, file);
    this.problems = problems;
    this.file = file;
  }

  Found read(Membership membership) {
    boolean distributed = distributed(membership);
    Long id = number.read(membership, distributed);
    Ensemble ensemble = ensemble(membership, distributed, distributed ? id : null);
    checkRole(ensemble.self());
    return new Found(ensemble, id == null ? null : membership.members().get(id));
  }

  private Ensemble ensemble(Membership membership, boolean distributed, @Nullable Long myid) {
    int init = limit(QuorumKeys.INIT_LIMIT, distributed);
    int connect = values.get(QuorumKeys.CONNECT_LIMIT);
    return new Ensemble(
        distributed,
        myid,
        membership,
        new Ensemble.Timing(
            init, limit(QuorumKeys.SYNC_LIMIT, distributed), connect == 0 ? init : connect),
        new Ensemble.Options(
            values.get(QuorumKeys.RECONFIG_ENABLED),
            values.get(QuorumKeys.LISTEN_ON_ALL_IPS),
            values.get(QuorumKeys.OBSERVER_MASTER_PORT),
            values.get(QuorumKeys.LEADER_SERVES),
            values.get(StorageKeys.SYNC_ENABLED),
            values.get(QuorumKeys.MULTI_ADDRESS)));
  }

  private boolean distributed(Membership membership) {
    int voters = membership.participants().size();
    int observers = membership.observers().size();
    boolean standaloneAllowed = values.get(QuorumKeys.STANDALONE_ENABLED);
    if (voters == 0) {
      if (observers > 0) {
        error(
            "there are observers but no participant",
            "Add server lines of participants, at least three");
      } else if (!standaloneAllowed && !problems.fileUnreadable()) {
        error(
            "standaloneEnabled=false, but there is no participant",
            "Add server lines, or remove standaloneEnabled");
      }
      return false;
    }
    if (voters == 1 && standaloneAllowed) {
      if (observers > 0) {
        error(
            "there are observers but a single participant, which would run standalone",
            "Add participants, or set standaloneEnabled=false");
      } else {
        boolean namesPort = membership.participants().getFirst().client() != null;
        warning(
            "there is a single server line; the server runs standalone",
            (namesPort ? "Set clientPort instead" : "Remove it") + ", or add the other servers");
      }
      return false;
    }
    if (voters % 2 == 0) {
      warning(
          "there are "
              + voters
              + " participants; an even number tolerates no more failures than one less",
          "Use an odd number of participants");
    }
    return true;
  }

  private int limit(Key<Integer> key, boolean distributed) {
    Integer limit = values.find(key);
    if (limit == null || limit == 0) {
      Setting written = values.setting(key);
      if (distributed && written == null) {
        problems.error(
            Problem.missing(
                key.name(),
                "is missing, and an ensemble needs it",
                "Add " + key.name() + "=<ticks>, for example 10",
                file));
      } else if (distributed && limit != null && written != null) {
        problems.error(
            written,
            "must be at least 1 in an ensemble",
            "Set it to a number of ticks, for example 10");
      }
      return 0;
    }
    return limit;
  }

  private void checkRole(@Nullable Member self) {
    Setting written = values.setting(QuorumKeys.PEER_TYPE);
    if (written != null && self != null && values.isSet(QuorumKeys.PEER_TYPE)) {
      Role role =
          values.get(QuorumKeys.PEER_TYPE).equals("observer") ? Role.OBSERVER : Role.PARTICIPANT;
      if (role != self.role()) {
        problems.warning(
            written,
            "differs from line server." + self.id() + ", which wins",
            "Write the role into the server line only");
      }
    }
  }

  private void error(String what, String remedy) {
    problems.error(Problem.missing("server.*", what, remedy, file));
  }

  private void warning(String what, String remedy) {
    problems.warning(Problem.missing("server.*", what, remedy, file));
  }
}
