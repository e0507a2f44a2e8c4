/**
 * The byte forms of the model types, in jute, ZooKeeper's encoding: everything that a client and a server say to each other,
 * txns in logs and proposals, and the sections of a snapshot.
 *
 * <p>Start with {@link io.vivarium.codec.JuteReader} and {@link io.vivarium.codec.JuteWriter}, the two primitives. On them
 * stand one class per kind of message, with both directions side by side: {@link io.vivarium.codec.ConnectCodec},
 * {@link io.vivarium.codec.RequestCodec}, {@link io.vivarium.codec.ReplyCodec}, {@link io.vivarium.codec.TxnCodec},
 * {@link io.vivarium.codec.SnapshotCodec}. Framing is in {@link io.vivarium.codec.ClientFrames}; log records and snapshot
 * files get theirs from the storage.
 *
 * <p>All classes are pure: no clock, thread, file or socket. The static codecs may be used by any thread; a reader, a writer,
 * an encoder or a decoder belongs to one thread at a time. Input is hostile until proved otherwise: decoders either succeed
 * or throw {@link io.vivarium.model.MalformedFrameException}, and never allocate more than a small multiple of the bytes that
 * are really there.
 */
@NullMarked
package io.vivarium.codec;

import org.jspecify.annotations.NullMarked;
