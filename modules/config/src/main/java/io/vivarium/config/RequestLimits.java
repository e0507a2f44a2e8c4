package io.vivarium.config;

/**
 * How requests and replies are bounded.
 *
 * @param juteMaxBuffer largest request in bytes
 * @param replyMaxBuffer largest reply in bytes; 0: no limit
 * @param globalOutstandingLimit requests in progress above which nothing more is read from clients
 * @param throttleMaxRequests requests in progress above which new ones wait ({@code request_throttle_max_requests}); 0: no limit
 * @param throttledOpWaitTimeMs waiting time that turns a request into THROTTLEDOP; 0: never
 * @param largeRequestMaxBytes bytes of large requests in progress
 * @param largeRequestThreshold size in bytes above which a request is large; −1 or 0: not set
 * @param maxUnsentBytes bytes that may wait for all clients; 0: any, −1: an eighth of the heap, and no less than 16 MiB
 * @param watches how many may be left
 */
public record RequestLimits(
    int juteMaxBuffer,
    int replyMaxBuffer,
    int globalOutstandingLimit,
    int throttleMaxRequests,
    int throttledOpWaitTimeMs,
    long largeRequestMaxBytes,
    int largeRequestThreshold,
    long maxUnsentBytes,
    Watches watches) {
  /**
   * How many watches may be left.
   *
   * @param perConnection paths that a connection may watch; 0: any number
   * @param bytesPerConnection memory that the watches of a connection may take; 0: any, −1: a sixteenth of the heap
   * @param bytes memory that all watches may take; 0: any, −1: a quarter of the heap
   */
  public record Watches(int perConnection, long bytesPerConnection, long bytes) {}

  /** Requests in progress above which nothing more is read from clients: the smaller of the two limits on them. */
  public int mostInProgress() {
    return throttleMaxRequests == 0
        ? globalOutstandingLimit
        : Math.min(globalOutstandingLimit, throttleMaxRequests);
  }

  static RequestLimits from(Values values) {
    int largest = values.get(ClientKeys.JUTE_MAX_BUFFER);
    return new RequestLimits(
        largest,
        values.get(OwnKeys.REPLY_MAX_BUFFER, largest),
        values.get(ClientKeys.GLOBAL_OUTSTANDING_LIMIT),
        values.get(ClientKeys.THROTTLE_MAX_REQUESTS),
        values.get(ClientKeys.THROTTLED_OP_WAIT_TIME),
        values.get(ClientKeys.LARGE_REQUEST_MAX_BYTES),
        values.get(ClientKeys.LARGE_REQUEST_THRESHOLD),
        values.get(OwnKeys.MAX_UNSENT_BYTES),
        new Watches(
            values.get(OwnKeys.MAX_WATCHES),
            values.get(OwnKeys.MAX_WATCH_BYTES_OF_ONE),
            values.get(OwnKeys.MAX_WATCH_BYTES)));
  }
}
