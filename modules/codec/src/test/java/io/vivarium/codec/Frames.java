package io.vivarium.codec;

import io.vivarium.model.Request;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Makes bodies of frames by hand. */
final class Frames {
  static final int LIMIT = 4096;

  private Frames() {}

  /** The body of a request with this op code. */
  static ByteBuffer request(int op, Consumer<JuteWriter> body) {
    return bytes(
        out -> {
          out.writeInt(7);
          out.writeInt(op);
          body.accept(out);
        });
  }

  static ByteBuffer bytes(Consumer<JuteWriter> content) {
    JuteWriter out = new JuteWriter();
    content.accept(out);
    return ByteBuffer.wrap(out.toByteArray());
  }

  static Request decode(int op, Consumer<JuteWriter> body) {
    return RequestCodec.decode(request(op, body), LIMIT).request();
  }

  /** The header in front of a part of a multi. */
  static void part(JuteWriter out, int type) {
    out.writeInt(type);
    out.writeBool(false);
    out.writeInt(-1);
  }

  /** The end of a multi. */
  static void end(JuteWriter out) {
    out.writeInt(-1);
    out.writeBool(true);
    out.writeInt(-1);
  }
}
