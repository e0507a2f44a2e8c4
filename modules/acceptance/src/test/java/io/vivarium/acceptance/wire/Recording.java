package io.vivarium.acceptance.wire;

import java.util.List;

/**
 * One recorded connection.
 *
 * @param frames what was sent, in the order the recorder saw
 * @param trailing bytes of an incomplete frame that the client sent last
 * @param closedByServer whether the server was the one to close
 */
@SuppressWarnings("ArrayRecordComponent") // recordings are never compared with each other
record Recording(List<Frame> frames, byte[] trailing, boolean closedByServer) {

  /** A client that says goodbye is closed by the server, even where the recorder saw the client's end first. */
  boolean endsWithClose() {
    return closedByServer || (!frames.isEmpty() && frames.getLast().op().equals("closeSession"));
  }
}
