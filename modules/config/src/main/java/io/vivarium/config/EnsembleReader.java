package io.vivarium.config;

import io.vivarium.config.ConfigSource.Origin;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.Membership.Role;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds out whether there is an ensemble, and which of its servers this is. */
final class EnsembleReader {
  /** With which ZooKeeper exits when a server is not in its own list. */
  private static final int NOT_IN_LIST = 1;

  private final Values values;
  private final ConfigSource source;
  private final Problems problems;
  private final Origin file;

  EnsembleReader(Values values, ConfigSource source, Problems problems, Origin file) {
    this.values = values;
    this.source = source;
    this.problems = problems;
    this.file = file;
  }

  Ensemble read(Membership membership) {
    boolean distributed = distributed(membership);
    Long myid = distributed ? myid(membership) : null;
    checkRole(membership, myid);
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
      }
      return false;
    }
    if (voters == 1 && standaloneAllowed) {
      if (observers > 0) {
        error(
            "there are observers but a single participant, which would run standalone",
            "Add participants, or set standaloneEnabled=false");
      } else {
        warning(
            "there is a single server line; the server runs standalone",
            "Remove it, or add the other servers");
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

  private @Nullable Long myid(Membership membership) {
    Long id = values.find(QuorumKeys.MYID);
    Origin origin = file;
    if (id == null) {
      Path data = values.find(StorageKeys.DATA_DIR);
      if (data == null || values.setting(QuorumKeys.MYID) != null) {
        return null; // reported already
      }
      Path path = data.resolve("myid");
      origin = Origin.file(path.toString());
      id = read(path, origin);
    }
    if (id != null && !membership.members().containsKey(id)) {
      problems.error(
          new Problem(
              "myid",
              id.toString(),
              "is the number of this server, but there is no line server." + id,
              "Correct myid, or add the line",
              origin,
              NOT_IN_LIST));
    }
    return id;
  }

  private @Nullable Long read(Path path, Origin origin) {
    try {
      String text = source.read(path).lines().findFirst().orElse("").trim();
      return Long.parseLong(text);
    } catch (NoSuchFileException e) {
      problems.error(
          Problem.missing(
              "myid",
              "there is no such file, and a server of an ensemble needs its number",
              "Write the number of this server into it",
              origin));
    } catch (IOException | SecurityException e) {
      problems.error(
          Problem.missing(
              "myid", "cannot be read: " + e.getMessage(), "Make the file readable", origin));
    } catch (NumberFormatException e) {
      problems.error(
          Problem.missing(
              "myid",
              "the first line is not a number",
              "Write the number of this server into it",
              origin));
    }
    return null;
  }

  private void checkRole(Membership membership, @Nullable Long myid) {
    Setting written = values.setting(QuorumKeys.PEER_TYPE);
    Member self = myid == null ? null : membership.members().get(myid);
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
