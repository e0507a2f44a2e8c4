package io.vivarium.kernel.pipeline;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Reply;
import io.vivarium.model.WatchEvent;
import java.util.List;

/**
 * The answer to a read.
 *
 * @param zxid last zxid applied in the state that was read
 * @param error number of an error code
 * @param body empty with an error, but for the exceptions that the protocol names
 * @param catchUp events to send before it: what a reconnected client missed
 */
public record ReadAnswer(long zxid, int error, Reply body, List<WatchEvent> catchUp) {
  static ReadAnswer of(long zxid, Reply body) {
    return new ReadAnswer(zxid, ErrorCode.OK.code(), body, List.of());
  }

  static ReadAnswer failed(long zxid, ErrorCode error) {
    return new ReadAnswer(zxid, error.code(), Reply.Empty.INSTANCE, List.of());
  }
}
