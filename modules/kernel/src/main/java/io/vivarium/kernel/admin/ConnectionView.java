package io.vivarium.kernel.admin;

import io.vivarium.model.OpCode;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One client connection as operators see it. Any thread. */
public interface ConnectionView {
  /** The peer. */
  InetSocketAddress remoteAddress();

  /** Whether the server reads from it now; no longer when it is being closed or held back. */
  boolean reading();

  /** Requests received and not answered yet. */
  long queued();

  /** Frames received. */
  long received();

  /** Frames sent. */
  long sent();

  /** The session's id; 0 before there is one, and then the methods below mean nothing. */
  long sessionId();

  /** The last request; null before the first. */
  @Nullable OpCode lastOp();

  /** When the connection was made, ms since 1970. */
  long establishedAtMs();

  /** The session's timeout in ms. */
  int sessionTimeoutMs();

  /** Number of the last request (xid); negative before the first that has one. */
  long lastCxid();

  /** Zxid in the last reply; −1 before the first. */
  long lastZxid();

  /** When the last reply was made, ms of a monotonic clock; 0 before the first. */
  long lastResponseAtMs();

  /** Latencies in ms. */
  Latency latency();

  /** Latency in ms of the last request, and of all since the last reset: least, mean rounded down, greatest. */
  record Latency(long last, long min, long average, long max) {}
}
