package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** What somebody who has no business with a server sends to it; used by one event loop. */
interface Assailant {
  /** The most connections that it keeps open at a time. */
  int mostOpen();

  /** What one connection sends, at once; the connection owns the buffer. */
  ByteBuf blow(ChannelHandlerContext context, int connection);

  /** How many of the things that are counted are in what this connection sends. */
  int each(int connection);

  /** Whether it goes when it has waited for an answer in vain; otherwise it stays for as long as it is let. */
  boolean leaves();
}
