package io.vivarium.kernel.connection;

/**
 * What clients may make this server hold.
 *
 * @param juteMaxBuffer largest frame in bytes
 * @param fieldLimit largest string or buffer inside a frame in bytes
 * @param outstandingPerConnection requests of one connection in the pipeline before it is no longer read
 * @param outboundBytes bytes waiting for a client that does not read, above which it is dropped
 * @param perAddress connections per client address; 0 for any number
 * @param total connections of a listener; 0 for any number
 * @param sessionlessMs how long a connection may stay without a session
 * @param minTimeoutMs least session timeout granted
 * @param maxTimeoutMs greatest session timeout granted
 */
public record ConnectionLimits(
    int juteMaxBuffer,
    int fieldLimit,
    int outstandingPerConnection,
    long outboundBytes,
    int perAddress,
    int total,
    int sessionlessMs,
    int minTimeoutMs,
    int maxTimeoutMs) {}
