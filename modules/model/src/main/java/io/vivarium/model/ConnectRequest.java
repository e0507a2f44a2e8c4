package io.vivarium.model;

import org.jspecify.annotations.Nullable;

/**
 * The first frame of a client.
 *
 * @param protocolVersion ignored by servers
 * @param lastZxidSeen highest zxid the client saw
 * @param timeout session timeout wanted, ms
 * @param sessionId session to resume, 0 for a new one
 * @param password of the session to resume; ignored for a new one
 * @param readOnly whether a read-only server will do
 * @param readOnlyPresent false for very old clients, which do not send the flag and must not be sent one
 */
public record ConnectRequest(
    int protocolVersion,
    long lastZxidSeen,
    int timeout,
    long sessionId,
    byte @Nullable [] password,
    boolean readOnly,
    boolean readOnlyPresent) {}
