package io.vivarium.model;

/**
 * What every txn in the log starts with.
 *
 * @param sessionId session that asked for it
 * @param cxid the client's xid; 0 when the server itself asked
 * @param zxid its place in the order
 * @param time wall clock of the server that prepared it, ms since 1970
 */
public record TxnHeader(long sessionId, int cxid, long zxid, long time) {}
