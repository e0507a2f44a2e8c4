package io.vivarium.kernel.admin;

import io.vivarium.model.Zxid;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sessions and what they own: {@code dump}. */
final class SessionWords {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.ENGLISH);

  private SessionWords() {}

  static void dump(Question question, Answer answer) {
    ServerView server = question.server();
    answer.line("SessionTracker dump:");
    List<ServerView.ExpiryBucket> buckets = server.sessions().expiry();
    if (buckets != null) {
      expiry(buckets, question, answer);
    } else {
      sessions("Global", server.sessions().global(), answer);
      Map<Long, Integer> local = server.sessions().local();
      if (local != null) {
        sessions("Local", local, answer);
      }
    }
    answer.line("ephemeral nodes dump:");
    ephemerals(server.tree(), answer);
    // ZooKeeper on Netty says no more either: connections have no clock of their own; cons shows
    // them with their sessions.
    answer.line("Connections dump:");
  }

  private static void expiry(
      List<ServerView.ExpiryBucket> buckets, Question question, Answer answer) {
    long count = buckets.stream().mapToLong(bucket -> bucket.sessionIds().size()).sum();
    answer.line("Session Sets (" + buckets.size() + ")/(" + count + "):");
    for (ServerView.ExpiryBucket bucket : buckets) {
      String at = DATE.format(Instant.ofEpochMilli(bucket.expiresAtMs()).atZone(question.zone()));
      answer.line(bucket.sessionIds().size() + " expire at " + at + ":");
      for (long session : bucket.sessionIds()) {
        if (answer.isFull()) {
          return;
        }
        answer.line("\t" + Zxid.text(session));
      }
    }
  }

  private static void sessions(String kind, Map<Long, Integer> timeouts, Answer answer) {
    answer.line(kind + " Sessions(" + timeouts.size() + "):");
    for (Map.Entry<Long, Integer> session : timeouts.entrySet()) {
      if (answer.isFull()) {
        return;
      }
      answer.line(Zxid.text(session.getKey()) + "\t" + session.getValue() + "ms");
    }
  }

  private static void ephemerals(ServerView.Tree tree, Answer answer) {
    answer.line("Sessions with Ephemerals (" + tree.sessionsWithEphemerals() + "):");
    tree.visitEphemerals(PathList.bySession(answer, ":"));
  }
}
