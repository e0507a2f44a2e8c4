/**
 * Conversations recorded between clients and Apache ZooKeeper 3.9.5, held again with the server under test.
 *
 * <p>{@link io.vivarium.acceptance.wire.GoldenConversationsTest} sends the recorded bytes of the client and compares what
 * comes back, field by field, with what ZooKeeper sent. What must differ from run to run is not masked where it can be
 * related: {@link io.vivarium.acceptance.wire.Correspondence} says what may vary and how. What other clients did to the
 * server while a conversation was recorded is in {@link io.vivarium.acceptance.wire.Bystanders}.
 */
@NullMarked
package io.vivarium.acceptance.wire;

import org.jspecify.annotations.NullMarked;
