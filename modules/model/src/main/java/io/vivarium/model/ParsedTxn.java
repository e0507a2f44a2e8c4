package io.vivarium.model;

import org.jspecify.annotations.Nullable;

/**
 * A txn with its header and, where the writer knew it, the digest of the tree after it: one record of the log or one proposal.
 *
 * @param digest null when the record carries none
 */
public record ParsedTxn(TxnHeader header, Txn txn, @Nullable TxnDigest digest) {}
