package io.vivarium.consensus.zab.wire;

import io.vivarium.codec.TxnCodec;
import io.vivarium.model.AuthId;
import io.vivarium.model.TxnHeader;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.Vote;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Our messages in the words of the index of the captures; of txns and requests the beginning, for their inside is the business of other tests. */
final class FrameText {
  private static final int FIELD_LIMIT = 1 << 21;
  private static final int TYPE_AT = TxnCodec.HEADER_BYTES - Integer.BYTES;
  private static final Map<Integer, String> OPERATIONS =
      Map.ofEntries(
          Map.entry(-11, "closeSession"),
          Map.entry(-10, "createSession"),
          Map.entry(-1, "error"),
          Map.entry(1, "create"),
          Map.entry(2, "delete"),
          Map.entry(5, "setData"),
          Map.entry(7, "setACL"),
          Map.entry(9, "sync"),
          Map.entry(14, "multi"),
          Map.entry(16, "reconfig"),
          Map.entry(19, "createContainer"));

  private FrameText() {}

  /** Name and meaning, as far as we tell it. */
  record Text(String name, String begins, String ends) {
    boolean matches(GoldenFrames.Frame frame) {
      return frame.name().equals(name)
          && frame.meaning().startsWith(begins)
          && frame.meaning().endsWith(ends)
          && (!ends.isEmpty() || frame.meaning().equals(begins));
    }
  }

  static Text of(QuorumMessage message) {
    return switch (message) {
      case QuorumMessage.LearnerInfo info ->
          new Text(
              info.observer() ? "OBSERVERINFO" : "FOLLOWERINFO",
              "acceptedEpoch="
                  + info.acceptedEpoch()
                  + " LearnerInfo(sid="
                  + info.serverId()
                  + ", protocol="
                  + hex(info.protocol())
                  + ", configVersion="
                  + hex(info.configVersion())
                  + ")"
                  + zxid(info.acceptedEpoch() << 32),
              "");
      case QuorumMessage.LeaderInfo(long epoch, int protocol) ->
          whole(
              "LEADERINFO", "newEpoch=" + epoch + " protocol=" + hex(protocol) + zxid(epoch << 32));
      case QuorumMessage.AckEpoch(long last, int current) ->
          whole("ACKEPOCH", "lastZxid=" + hex(last) + " currentEpoch=" + current + zxid(last));
      case QuorumMessage.Diff(long zxid) -> bare("DIFF", zxid);
      case QuorumMessage.Trunc(long zxid) -> bare("TRUNC", zxid);
      case QuorumMessage.Snap(long zxid) -> bare("SNAP", zxid);
      case QuorumMessage.NewLeader(long zxid, String membership) ->
          whole(
              "NEWLEADER", "epoch=" + (zxid >> 32) + " config=" + quoted(membership) + zxid(zxid));
      case QuorumMessage.UpToDate() -> bare("UPTODATE", -1);
      case QuorumMessage.Propose(long zxid, ByteBuffer txn) -> txn("PROPOSAL", "", zxid, txn);
      case QuorumMessage.Ack(long zxid) -> bare("ACK", zxid);
      case QuorumMessage.Commit(long zxid) -> bare("COMMIT", zxid);
      case QuorumMessage.Inform(long zxid, ByteBuffer txn) -> txn("INFORM", "", zxid, txn);
      case QuorumMessage.CommitAndActivate(long zxid, long leader) ->
          whole("COMMITANDACTIVATE", "designatedLeader=" + leader + zxid(zxid));
      case QuorumMessage.InformAndActivate(long zxid, long leader, ByteBuffer txn) ->
          txn("INFORMANDACTIVATE", "designatedLeader=" + leader + " ", zxid, txn);
      case QuorumMessage.Request request ->
          new Text(
              "REQUEST",
              "session="
                  + hex(request.sessionId())
                  + " cxid="
                  + request.cxid()
                  + " op="
                  + OPERATIONS.get(request.opCode()),
              "authinfo=" + identities(request.authIds()));
      case QuorumMessage.Sync() -> bare("SYNC", 0);
      case QuorumMessage.Revalidate(long session, int timeout) ->
          whole("REVALIDATE", "session=" + hex(session) + " timeout=" + timeout + zxid(-1));
      case QuorumMessage.Revalidated(long session, boolean valid) ->
          whole("REVALIDATE", "session=" + hex(session) + " valid=" + (valid ? 1 : 0) + zxid(-1));
      case QuorumMessage.Ping(long zxid) -> bare("PING", zxid);
      case QuorumMessage.Pong pong -> whole("PING", "touched=" + touched(pong) + zxid(pong.zxid()));
    };
  }

  static Text of(Notification notification) {
    Vote vote = notification.vote();
    return whole(
        "notification",
        "state="
            + notification.state()
            + " leader="
            + vote.leader()
            + " zxid="
            + hex(vote.zxid())
            + " round="
            + vote.round()
            + " peerEpoch="
            + vote.epoch()
            + " version="
            + notification.version()
            + " config="
            + quoted(notification.membership().dynamicText()));
  }

  static Text of(InitialMessage message) {
    return whole(
        "initial",
        "protocol="
            + (message.severalAddresses() ? -65535 : -65536)
            + " sid="
            + message.serverId()
            + " addr="
            + message.addresses().stream()
                .map(InitialMessage.Address::toString)
                .collect(Collectors.joining("|")));
  }

  private static Text txn(String name, String before, long zxid, ByteBuffer txn) {
    TxnHeader header = TxnCodec.decode(txn.duplicate(), FIELD_LIMIT).header();
    return new Text(
        name,
        before
            + "hdr(client="
            + hex(header.sessionId())
            + " cxid="
            + header.cxid()
            + " zxid="
            + hex(header.zxid())
            + " type="
            + OPERATIONS.get(txn.getInt(TYPE_AT))
            + ")",
        zxid(zxid));
  }

  private static Text whole(String name, String meaning) {
    return new Text(name, meaning, "");
  }

  private static Text bare(String name, long zxid) {
    return whole(name, zxid(zxid).trim());
  }

  private static String touched(QuorumMessage.Pong pong) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pong.sessionIds().length; i++) {
      text.append(i == 0 ? "" : ",")
          .append(hex(pong.sessionIds()[i]))
          .append(':')
          .append(pong.timeouts()[i]);
    }
    return text.isEmpty() ? "none" : text.toString();
  }

  private static String identities(@Nullable List<AuthId> identities) {
    return identities == null
        ? "None"
        : identities.stream()
            .map(identity -> "('" + identity.scheme() + "', '" + identity.id() + "')")
            .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\n", "\\n") + "\"";
  }

  private static String zxid(long zxid) {
    return " zxid=" + hex(zxid);
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
