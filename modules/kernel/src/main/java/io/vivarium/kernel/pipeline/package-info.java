/**
 * The pipeline: how a request becomes a txn, a txn becomes durable and agreed, and a client gets its answer.
 *
 * <pre>
 *                     I/O threads                                 pipeline's thread
 *  frame ─► ClientConnection ─┬─ read, nothing under way ─► Reads ─► answer
 *                             │
 *                             └─ else ─► RequestPipeline (ring) ─► Intake ─┬─ write ─► PrepStage ─► ProposeStage ─► Consensus
 *                                                                          ├─ sync ──────────────────────────────► Consensus
 *                                                                          └─ read ─► CommitStage (behind own writes) ─► ReadStage
 *
 *  Consensus ─ persist ─► LogStage (ring, log's thread: append …, force once) ─ persisted (a counter) ─► Consensus
 *  Consensus ─ deliver ─► CommitStage ─► ApplyStage ─► ReplyStage ─► Outbox ─ one wake per batch ─► ClientConnection
 * </pre>
 *
 * <p>Prep, propose, commit, apply and reply run one after the other on one thread, so they share the tree, the pending changes and
 * the sessions without locks; the classes do not know it, they only say "pipeline's thread". Blocking edges go to the right only:
 * socket readers wait for room in the request ring, the pipeline waits for room in the log's ring, the log waits for the disk.
 * What flows left is a counter. {@code AgentThread} tells how no wake-up is lost.
 */
@NullMarked
package io.vivarium.kernel.pipeline;

import org.jspecify.annotations.NullMarked;
