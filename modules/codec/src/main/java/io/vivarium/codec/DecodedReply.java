package io.vivarium.codec;

import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;

/**
 * A server's frame after the handshake, other than a watch event.
 *
 * @param body {@link Reply.Empty} when there is none
 */
public record DecodedReply(ReplyHeader header, Reply body) {}
