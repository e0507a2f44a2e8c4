package io.vivarium.spi.consensus;

import io.vivarium.model.AuthId;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A write that arrived at a server which is not the primary.
 *
 * @param sessionId session that asks
 * @param cxid the client's xid
 * @param opCode number of the operation
 * @param authIds the client's identities
 * @param body the request as the client sent it, without header; read-only
 * @param origin names the server and link it came through, to check that the session has not moved; 0 for this server
 */
public record ForwardedRequest(
    long sessionId, int cxid, int opCode, List<AuthId> authIds, ByteBuffer body, long origin) {}
