package io.vivarium.kernel.admin;

import io.vivarium.kernel.metrics.MonitorForm;
import io.vivarium.kernel.metrics.Spread;
import io.vivarium.kernel.metrics.Traffic;
import io.vivarium.model.Zxid;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;

/** How the server is: {@code ruok isro srvr stat mntr hash srst}. */
final class StatusWords {
  private StatusWords() {}

  /** The process is up; says nothing about serving. */
  static void ruok(Question question, Answer answer) {
    answer.add("imok");
  }

  /** Whether writes are taken. */
  static void isro(Question question, Answer answer) {
    ServerView.Standing standing = question.server().standing();
    if (standing.serving()) {
      answer.add(standing.mode() == Mode.READ_ONLY ? "ro" : "rw");
    } else {
      answer.add("null");
    }
  }

  static void srvr(Question question, Answer answer) {
    heading(question.server(), answer);
    figures(question.server(), answer);
  }

  static void stat(Question question, Answer answer) {
    heading(question.server(), answer);
    answer.line("Clients:");
    for (ConnectionView connection : question.listener().connections()) {
      if (answer.isFull()) {
        return;
      }
      answer.line(ConnectionWords.brief(connection));
    }
    answer.line("");
    figures(question.server(), answer);
  }

  static void mntr(Question question, Answer answer) {
    ServerView server = question.server();
    ServerView.Standing standing = server.standing();
    monitorLine(answer, "version", server.version().text());
    monitorLine(answer, "server_state", standing.mode().text());
    standing.monitorLines().forEach((name, value) -> monitorLine(answer, name, value));
    MonitorForm.render(
        server.metrics().readings(), (name, value) -> monitorLine(answer, name, value));
  }

  static void hash(Question question, Answer answer) {
    for (ServerView.RecordedDigest digest : question.server().tree().digests()) {
      answer.line(Long.toHexString(digest.zxid()) + ": " + digest.value());
    }
  }

  static void srst(Question question, Answer answer) {
    question.server().resetStats();
    answer.line("Server stats reset.");
  }

  private static void heading(ServerView server, Answer answer) {
    answer.line("Zookeeper version: " + server.version().text());
    if (server.standing().mode() == Mode.READ_ONLY) {
      answer.line("READ-ONLY mode; serving only read-only clients");
    }
  }

  private static void figures(ServerView server, Answer answer) {
    Traffic traffic = server.stats().traffic();
    Spread latency = traffic.latency();
    ServerView.Standing standing = server.standing();
    answer
        .line(
            "Latency min/avg/max: "
                + latency.min()
                + "/"
                + MonitorForm.decimal(latency.average())
                + "/"
                + latency.max())
        .line("Received: " + traffic.packetsReceived())
        .line("Sent: " + traffic.packetsSent())
        .line("Connections: " + traffic.connections())
        .line("Outstanding: " + traffic.outstanding())
        .line("Zxid: " + Zxid.text(standing.lastZxid()))
        .line("Mode: " + standing.mode().text())
        .line("Node count: " + server.tree().nodeCount());
    ServerView.ProposalSizes sizes = standing.proposalSizes();
    if (sizes != null) {
      answer.line(
          "Proposal sizes last/min/max: " + sizes.last() + "/" + sizes.min() + "/" + sizes.max());
    }
  }

  /** A line must stay one name and one value, whatever a namespace that became part of a name is called. */
  private static void monitorLine(Answer answer, String name, String value) {
    answer.line("zk_" + oneWord(name) + "\t" + value);
  }

  private static String oneWord(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (isSpacing(name.charAt(i))) {
        StringBuilder safe = new StringBuilder(name);
        for (int j = i; j < safe.length(); j++) {
          if (isSpacing(safe.charAt(j))) {
            safe.setCharAt(j, '_');
          }
        }
        return safe.toString();
      }
    }
    return name;
  }

  private static boolean isSpacing(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }
}
