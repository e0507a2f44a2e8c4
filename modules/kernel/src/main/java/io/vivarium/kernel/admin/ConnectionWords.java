package io.vivarium.kernel.admin;

import io.vivarium.model.OpCode;
import io.vivarium.model.Zxid;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The connections of a listener: {@code cons crst}. */
final class ConnectionWords {
  private ConnectionWords() {}

  static void cons(Question question, Answer answer) {
    for (ConnectionView connection : question.listener().connections()) {
      if (answer.isFull()) {
        return;
      }
      answer.line(full(connection));
    }
    answer.line("");
  }

  static void crst(Question question, Answer answer) {
    question.listener().resetConnectionStats();
    answer.line("Connection stats reset.");
  }

  /** Address and packets; the form of {@code stat}. The blank at the front is part of it. */
  static String brief(ConnectionView connection) {
    return start(connection).append(')').toString();
  }

  private static String full(ConnectionView connection) {
    StringBuilder line = start(connection);
    if (connection.sessionId() != 0) {
      line.append(",sid=").append(Zxid.text(connection.sessionId()));
      line.append(",lop=").append(label(connection.lastOp()));
      line.append(",est=").append(connection.establishedAtMs());
      line.append(",to=").append(connection.sessionTimeoutMs());
      if (connection.lastCxid() >= 0) {
        line.append(",lcxid=").append(Zxid.text(connection.lastCxid()));
      }
      line.append(",lzxid=").append(Zxid.text(connection.lastZxid()));
      line.append(",lresp=").append(connection.lastResponseAtMs());
      ConnectionView.Latency latency = connection.latency();
      line.append(",llat=").append(latency.last());
      line.append(",minlat=").append(latency.min());
      line.append(",avglat=").append(latency.average());
      line.append(",maxlat=").append(latency.max());
    }
    return line.append(')').toString();
  }

  private static StringBuilder start(ConnectionView connection) {
    return new StringBuilder(160)
        .append(' ')
        .append(address(connection.remoteAddress()))
        .append(connection.reading() ? "[1]" : "[0]")
        .append("(queued=")
        .append(connection.queued())
        .append(",recved=")
        .append(connection.received())
        .append(",sent=")
        .append(connection.sent());
  }

  /** As Java writes an address without a name; no name service is asked. */
  private static String address(InetSocketAddress peer) {
    InetAddress ip = peer.getAddress();
    if (ip == null) {
      return peer.getHostString() + ":" + peer.getPort();
    }
    String literal = ip.getHostAddress();
    String host = ip instanceof Inet6Address ? "[" + literal + "]" : literal;
    return "/" + host + ":" + peer.getPort();
  }

  /** Four letters for the operation; NA for none. */
  static String label(@Nullable OpCode op) {
    if (op == null) {
      return "NA";
    }
    return switch (op) {
      case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL -> "CREA";
      case DELETE, DELETE_CONTAINER -> "DELE";
      case EXISTS -> "EXIS";
      case GET_DATA -> "GETD";
      case SET_DATA -> "SETD";
      case GET_ACL -> "GETA";
      case SET_ACL -> "SETA";
      case GET_CHILDREN, GET_CHILDREN2 -> "GETC";
      case GET_ALL_CHILDREN_NUMBER -> "GETACN";
      case GET_EPHEMERALS -> "GETE";
      case SYNC -> "SYNC";
      case PING -> "PING";
      case CHECK -> "CHEC";
      case MULTI -> "MULT";
      case MULTI_READ -> "MLTR";
      case RECONFIG -> "RECO";
      case CHECK_WATCHES -> "CHKW";
      case REMOVE_WATCHES -> "REMW";
      case SET_WATCHES -> "SETW";
      case SET_WATCHES2 -> "STW2";
      case ADD_WATCH -> "ADDW";
      case WHO_AM_I -> "HOMI";
      case AUTH -> "AUTH";
      case SASL -> "SASL";
      case CREATE_SESSION -> "SESS";
      case CLOSE_SESSION -> "CLOS";
      case ERROR -> "NA";
    };
  }
}
