package io.vivarium.model;

/**
 * What every answer starts with.
 *
 * @param xid the request's, or one of the constants here
 * @param zxid last zxid applied on this server when the answer was built; −1 and 0 in the cases the protocol names
 * @param error number of an {@link ErrorCode}
 */
public record ReplyHeader(int xid, long zxid, int error) {
  /** Xid of watch events. */
  public static final int WATCH_XID = -1;

  /** Xid of ping replies, whatever xid the ping carried. */
  public static final int PING_XID = -2;

  /** Xid that clients give to auth packets. */
  public static final int AUTH_XID = -4;

  /** Xid that the C client gives to setWatches. */
  public static final int SET_WATCHES_XID = -8;
}
