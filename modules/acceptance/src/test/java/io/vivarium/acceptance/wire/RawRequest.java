package io.vivarium.acceptance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Builds one frame of a client byte by byte, right or wrong as a test wants it. */
public final class RawRequest {
  /** Op codes that tests send by hand. */
  public static final int CREATE = 1;

  public static final int EXISTS = 3;
  public static final int GET_DATA = 4;
  public static final int PING = 11;
  public static final int MULTI = 14;
  public static final int SET_WATCHES = 101;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** A request with header. */
  public static RawRequest request(int xid, int op) {
    return new RawRequest().number(xid).number(op);
  }

  /** The first frame of a new session. */
  public static byte[] connect(int timeoutMs) {
    return new RawRequest()
        .number(0)
        .longNumber(0)
        .number(timeoutMs)
        .longNumber(0)
        .buffer(new byte[16])
        .flag(false)
        .frame();
  }

  private interface Writing {
    void run() throws IOException;
  }

  private RawRequest write(Writing writing) {
    try {
      writing.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number of four bytes. */
  public RawRequest number(int value) {
    return write(() -> out.writeInt(value));
  }

  /** A number of eight bytes. */
  public RawRequest longNumber(long value) {
    return write(() -> out.writeLong(value));
  }

  /** One byte, 0 or 1. */
  public RawRequest flag(boolean value) {
    return write(() -> out.writeBoolean(value));
  }

  /** Bytes with their length before them. */
  public RawRequest buffer(byte[] value) {
    return number(value.length).raw(value);
  }

  /** Bytes as they are. */
  public RawRequest raw(byte[] value) {
    return write(() -> out.write(value));
  }

  /** A text. */
  public RawRequest string(String value) {
    return buffer(value.getBytes(UTF_8));
  }

  /** An ACL that lets everybody do everything. */
  public RawRequest openAcl() {
    return number(1).number(31).string("world").string("anyone");
  }

  /** The frame with its length prefix. */
  public byte[] frame() {
    byte[] body = bytes.toByteArray();
    return ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array();
  }
}
