package io.vivarium.acceptance.wire;

import java.nio.ByteBuffer;

/** Puts this run's sessions, passwords and zxids into a recorded request; every other byte stays. */
final class RequestRewriter {
  private static final int LAST_ZXID_SEEN = 8;
  private static final int SESSION = 20;
  private static final int PASSWORD_LENGTH = 28;
  private static final int RELATIVE_ZXID = 12;

  private final Correspondence correspondence;

  RequestRewriter(Correspondence correspondence) {
    this.correspondence = correspondence;
  }

  byte[] rewrite(Frame frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame.bytes().clone());
    if (frame.kind() == Frame.Kind.CONNECT_REQUEST) {
      connectRequest(bytes);
    } else if (frame.op().startsWith("setWatches")) {
      bytes.putLong(RELATIVE_ZXID, correspondence.liveZxid(bytes.getLong(RELATIVE_ZXID)));
    }
    return bytes.array();
  }

  private void connectRequest(ByteBuffer bytes) {
    bytes.putLong(LAST_ZXID_SEEN, correspondence.liveZxid(bytes.getLong(LAST_ZXID_SEEN)));
    long session = bytes.getLong(SESSION);
    if (session == 0) {
      return;
    }
    bytes.putLong(SESSION, correspondence.liveSession(session));
    byte[] password = new byte[Math.max(0, bytes.getInt(PASSWORD_LENGTH))];
    bytes.get(PASSWORD_LENGTH + 4, password);
    bytes.put(PASSWORD_LENGTH + 4, correspondence.livePassword(session, password));
  }
}
