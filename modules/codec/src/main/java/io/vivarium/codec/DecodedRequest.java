package io.vivarium.codec;

import io.vivarium.model.Request;
import org.jspecify.annotations.Nullable;

/**
 * A client's frame after the handshake.
 *
 * @param xid the client's number, to be echoed
 * @param opCode what the header asks for
 * @param request null when clients may not ask for that op code, assigned or not; {@link Request.Malformed} when only the header
 *     could be read
 */
public record DecodedRequest(int xid, int opCode, @Nullable Request request) {}
