package io.vivarium.model;

/**
 * The first frame of a server.
 *
 * @param timeout negotiated timeout in ms; 0 means the session is refused
 * @param sessionId 0 when refused
 * @param password 16 bytes; zeros when refused
 * @param readOnly whether this server is read-only
 * @param readOnlyPresent whether the flag is sent: only to clients that sent theirs
 */
public record ConnectResponse(
    int timeout, long sessionId, byte[] password, boolean readOnly, boolean readOnlyPresent) {

  /** The answer to an unknown or expired session and to a wrong password alike. */
  public static ConnectResponse refused(boolean readOnlyPresent) {
    return new ConnectResponse(0, 0, new byte[SessionPassword.LENGTH], false, readOnlyPresent);
  }
}
