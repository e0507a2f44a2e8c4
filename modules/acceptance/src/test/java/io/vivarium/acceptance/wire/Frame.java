package io.vivarium.acceptance.wire;

/**
 * One recorded frame of one connection.
 *
 * @param fromClient whether the client sent it
 * @param kind what it is
 * @param op the operation's name as the recording gives it, "" for frames without one
 * @param bytes the whole frame with its length prefix
 * @param position the last zxid of the server when the frame was answered or sent; the recording's order of events
 *     between connections. 0 where nothing tells
 */
@SuppressWarnings(
    "ArrayRecordComponent") // frames are compared by what they decode to, never with equals
record Frame(boolean fromClient, Kind kind, String op, byte[] bytes, long position) {

  enum Kind {
    CONNECT_REQUEST,
    CONNECT_RESPONSE,
    REQUEST,
    REPLY,
    NOTIFICATION
  }

  Frame at(long newPosition) {
    return new Frame(fromClient, kind, op, bytes, newPosition);
  }

  boolean isReply() {
    return kind == Kind.REPLY;
  }

  boolean isRequest() {
    return kind == Kind.REQUEST;
  }
}
