package io.vivarium.tools.status;

import io.vivarium.model.Zxid;
import io.vivarium.tools.status.ServerAnswer.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What all answers together mean.
 *
 * @param code 0 all is well, 1 it serves and something is wrong, 2 it does not serve
 * @param summary in one line
 * @param warnings what is wrong, and what to do
 * @param notes what is not wrong and good to know
 */
record Verdict(int code, String summary, List<String> warnings, List<String> notes) {
  /** A commit in the text of a version; people know it by its beginning. */
  private static final Pattern COMMIT = Pattern.compile("-([0-9a-f]{7})[0-9a-f]+");

  /** Txns by which a server may be behind the leader without a word: answers come a moment apart. */
  private static final long LAG = 10_000;

  /** Requests that wait. At 1000 (globalOutstandingLimit) clients are no longer read; a busy server in good health has hundreds. */
  private static final long MANY_OUTSTANDING = 900;

  /** Of a hundred open files that are allowed, this many are a lot. */
  private static final int MANY_FILES_PERCENT = 85;

  /**
   * Judges. Who leads or follows has a quorum: a server that has lost it says that it does not serve. So nothing that is out of reach from
   * here makes an ensemble whose leader answers one that does not serve.
   *
   * @param voters servers that vote, by the configuration; 0 when it is not known
   */
  static Verdict of(List<ServerAnswer> answers, int voters) {
    List<String> warnings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<ServerAnswer> serving = answers.stream().filter(each -> each.role().serves()).toList();
    for (ServerAnswer each : answers) {
      if (!each.role().serves()) {
        warnings.add(
            each.server()
                + " is "
                + each.role().text()
                + (each.problem().isEmpty() ? "" : ": " + each.problem()));
      }
    }
    compare(serving, warnings);
    compareReleases(serving, notes);
    serving.forEach(each -> examine(each, warnings));
    long alone = count(answers, Role.STANDALONE);
    if (answers.size() == 1 && alone == 1) {
      return new Verdict(warnings.isEmpty() ? 0 : 1, "a standalone server serves", warnings, notes);
    }
    if (alone > 0) {
      warnings.add(
          alone + " of these servers run standalone, each for itself: they are no ensemble");
      return new Verdict(2, "no ensemble", warnings, notes);
    }
    return ofEnsemble(answers, serving, voting(answers, voters), warnings, notes);
  }

  private static Verdict ofEnsemble(
      List<ServerAnswer> answers,
      List<ServerAnswer> serving,
      long voting,
      List<String> warnings,
      List<String> notes) {
    long leaders = count(answers, Role.LEADER);
    long votersServing = serving.size() - count(answers, Role.OBSERVER);
    long quorum = voting / 2 + 1;
    boolean several = answers.size() > 1;
    if (leaders > 1) {
      warnings.add(
          leaders
              + " servers call themselves leader: ask again; if it stays, they are not of one ensemble");
      return new Verdict(2, "more than one leader", warnings, notes);
    }
    if (serving.isEmpty() || (several && leaders == 0 && votersServing < quorum)) {
      return new Verdict(2, several ? "no leader, no quorum" : "not serving", warnings, notes);
    }
    if (several && leaders == 0) {
      warnings.add("none of these is the leader that they follow: it is another, or out of reach");
    }
    if (several && votersServing < quorum) {
      warnings.add(
          "fewer voters answer than a quorum has, and there is a leader: others are out of reach from here only");
    } else if (several && votersServing < voting && votersServing == quorum) {
      warnings.add("one more server that fails stops the ensemble");
    }
    String leader =
        answers.stream()
            .filter(each -> each.role() == Role.LEADER)
            .map(ServerAnswer::server)
            .findFirst()
            .orElse("elsewhere");
    return new Verdict(
        warnings.isEmpty() ? 0 : 1,
        votersServing + " of " + voting + " voters serve, leader " + leader,
        warnings,
        notes);
  }

  private static long count(List<ServerAnswer> answers, Role role) {
    return answers.stream().filter(each -> each.role() == role).count();
  }

  /**
   * How many vote: by the configuration, else by what a server says (the newest of them, should they differ), else all but those that
   * are known to observe.
   */
  private static long voting(List<ServerAnswer> answers, int configured) {
    if (configured > 0) {
      return configured;
    }
    return answers.stream()
        .filter(each -> each.role().serves() && each.number("voters") > 0)
        .max(Comparator.comparingLong(ServerAnswer::zxid))
        .map(each -> each.number("voters"))
        .orElse(answers.size() - count(answers, Role.OBSERVER));
  }

  /** Servers of several releases understand each other: whoever upgrades one after the other is to be told that all is well. */
  private static void compareReleases(List<ServerAnswer> serving, List<String> notes) {
    Map<String, List<String>> servers = new TreeMap<>();
    for (ServerAnswer each : serving) {
      String version = String.valueOf(each.version());
      servers.computeIfAbsent(version, _ -> new ArrayList<>()).add(each.server());
    }
    if (servers.size() > 1) {
      notes.add("an upgrade is under way, or was not finished:");
      servers.forEach(
          (version, of) ->
              notes.add(
                  "  " + COMMIT.matcher(version).replaceAll("-$1") + ": " + String.join(", ", of)));
    }
  }

  /** What servers should agree on. */
  private static void compare(List<ServerAnswer> serving, List<String> warnings) {
    ServerAnswer newest = null;
    for (ServerAnswer each : serving) {
      if (newest == null || each.zxid() > newest.zxid()) {
        newest = each;
      }
    }
    if (newest == null) {
      return;
    }
    for (ServerAnswer each : serving) {
      if (each.epoch() != newest.epoch()) {
        warnings.add(
            each.server()
                + " is in epoch "
                + each.epoch()
                + ", "
                + newest.server()
                + " in "
                + newest.epoch());
      } else if (newest.zxid() - each.zxid() > LAG) {
        warnings.add(
            each.server()
                + " is "
                + (newest.zxid() - each.zxid())
                + " txns behind "
                + newest.server()
                + ": look at its disk and network");
      } else if (each.zxid() == newest.zxid()
          && !each.figure("znodes").equals(newest.figure("znodes"))) {
        warnings.add(
            each.server()
                + " has "
                + each.figure("znodes")
                + " znodes at zxid "
                + Zxid.text(each.zxid())
                + ", "
                + newest.server()
                + " has "
                + newest.figure("znodes")
                + ": ask again; if it stays, compare snapshots of both and let the wrong one synchronise anew");
      }
    }
  }

  private static void examine(ServerAnswer each, List<String> warnings) {
    if (each.number("outstanding") > MANY_OUTSTANDING) {
      warnings.add(each.server() + " has " + each.figure("outstanding") + " requests waiting");
    }
    if (each.number("digestMismatches") > 0) {
      warnings.add(
          each.server()
              + " found its tree other than logged (digest_mismatches_count "
              + each.figure("digestMismatches")
              + "): let it synchronise anew from the others");
    }
    long most = each.number("mostOpenFiles");
    if (most > 0 && each.number("openFiles") * 100 / most > MANY_FILES_PERCENT) {
      warnings.add(
          each.server()
              + " has "
              + each.figure("openFiles")
              + " of "
              + most
              + " files open: raise the limit");
    }
  }
}
