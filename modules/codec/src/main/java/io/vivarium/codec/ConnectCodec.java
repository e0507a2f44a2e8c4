package io.vivarium.codec;

import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ConnectResponse;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.SessionPassword;
import java.nio.ByteBuffer;

/**
 * The first frame of each direction. Clients before 3.4 leave the last byte of their request out, the read-only flag; a
 * server leaves it out of its response to them. Both encoders write the frame with its length; both decoders take the body
 * without it and ignore bytes behind what they know.
 */
public final class ConnectCodec {
  private static final int PROTOCOL_VERSION = 0;

  private ConnectCodec() {}

  /** Server side: reads the body of a client's first frame. */
  public static ConnectRequest decode(ByteBuffer body) {
    JuteReader in = new JuteReader(body, body.remaining());
    int protocolVersion = in.readInt("protocolVersion");
    long lastZxidSeen = in.readLong("lastZxidSeen");
    int timeout = in.readInt("timeOut");
    long sessionId = in.readLong("sessionId");
    byte[] password = in.readBuffer("passwd");
    boolean flagPresent = in.remaining() > 0;
    boolean readOnly = flagPresent && in.readBool("readOnly");
    return new ConnectRequest(
        protocolVersion, lastZxidSeen, timeout, sessionId, password, readOnly, flagPresent);
  }

  /** Server side: writes the response. */
  public static void encode(ConnectResponse response, JuteWriter out) {
    int frame = out.beginFrame();
    out.writeInt(PROTOCOL_VERSION);
    out.writeInt(response.timeout());
    out.writeLong(response.sessionId());
    out.writeBuffer(response.password());
    if (response.readOnlyPresent()) {
      out.writeBool(response.readOnly());
    }
    out.endFrame(frame);
  }

  /** Client side: writes the request. */
  public static void encode(ConnectRequest request, JuteWriter out) {
    int frame = out.beginFrame();
    out.writeInt(request.protocolVersion());
    out.writeLong(request.lastZxidSeen());
    out.writeInt(request.timeout());
    out.writeLong(request.sessionId());
    out.writeBuffer(request.password());
    if (request.readOnlyPresent()) {
      out.writeBool(request.readOnly());
    }
    out.endFrame(frame);
  }

  /** Client side: reads the body of a server's first frame. */
  public static ConnectResponse decodeResponse(ByteBuffer body) {
    JuteReader in = new JuteReader(body, body.remaining());
    in.readInt("protocolVersion");
    int timeout = in.readInt("timeOut");
    long sessionId = in.readLong("sessionId");
    byte[] password = in.readBuffer("passwd");
    if (password == null || password.length != SessionPassword.LENGTH) {
      throw new MalformedFrameException(
          "passwd before offset "
              + in.offset()
              + " has length "
              + (password == null ? -1 : password.length)
              + ", it must be "
              + SessionPassword.LENGTH);
    }
    boolean flagPresent = in.remaining() > 0;
    boolean readOnly = flagPresent && in.readBool("readOnly");
    return new ConnectResponse(timeout, sessionId, password, readOnly, flagPresent);
  }
}
