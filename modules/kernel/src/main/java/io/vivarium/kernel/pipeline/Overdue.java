package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.kernel.session.Session;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;

/**
 * Turns requests away that waited too long to be worth doing ({@code throttled_op_wait_time}): their clients have probably asked
 * again. Such a request has no effect and is answered in its place. Pipeline's thread.
 */
final class Overdue {
  private final long limitNanos;
  private final TimeSource time;
  private final CommitStage commits;
  private final Counter refused;

  /**
   * Turns away what waited longer than the limit.
   *
   * @param limitNanos 0 for no limit; then no clock is read
   * @param refused counts those that were turned away
   */
  Overdue(long limitNanos, TimeSource time, CommitStage commits, Counter refused) {
    this.limitNanos = limitNanos;
    this.time = time;
    this.commits = commits;
    this.refused = refused;
  }

  /** Answers an input that waited too long; false when it is to be done. */
  boolean refuses(PipelineInput input) {
    if (limitNanos == 0
        || !(input instanceof ClientRequest request)
        || !concerns(request)
        || time.monotonicNanos() - request.receivedNanos() <= limitNanos) {
      return false;
    }
    refused.increment();
    commits.refuse(request, ErrorCode.THROTTLED_OP);
    return true;
  }

  /** Pings and the end of a session are always worth doing, and a client that lost its session is not answered. */
  private static boolean concerns(ClientRequest request) {
    Client client = request.client();
    Session session = request.session();
    return request.request().op().kind() != OpCode.Kind.SESSION
        && client != null
        && session != null
        && session.attachedTo(client);
  }
}
