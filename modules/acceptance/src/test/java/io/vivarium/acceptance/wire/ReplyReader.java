package io.vivarium.acceptance.wire;

import io.vivarium.acceptance.wire.Field.Meaning;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Takes a frame of the server apart into named fields, by nothing but the documented layout of the client protocol: a
 * decoder of its own, so that an error in the product's codec does not hide itself.
 */
final class ReplyReader {
  private final ByteBuffer in;
  private final List<Field> fields = new ArrayList<>();

  private ReplyReader(byte[] frame) {
    this.in = ByteBuffer.wrap(frame, 4, frame.length - 4);
  }

  /** The fields of a frame; {@code kind} and {@code op} say what the recording has in its place. */
  static List<Field> read(Frame.Kind kind, String op, byte[] frame) {
    ReplyReader reader = new ReplyReader(frame);
    reader.frame(kind, op);
    if (reader.in.hasRemaining()) {
      byte[] rest = new byte[reader.in.remaining()];
      reader.in.get(rest);
      reader.exact("undecoded", HexFormat.of().formatHex(rest));
    }
    return List.copyOf(reader.fields);
  }

  private void frame(Frame.Kind kind, String op) {
    switch (kind) {
      case CONNECT_RESPONSE -> connectResponse();
      case NOTIFICATION -> {
        header();
        exact("type", in.getInt());
        exact("state", in.getInt());
        exact("path", string());
      }
      case REPLY -> {
        int err = header();
        if (in.hasRemaining() && (err == 0 || op.equals("multiRead") || op.equals("sasl"))) {
          body("", op);
        }
      }
      case REQUEST, CONNECT_REQUEST ->
          throw new IllegalArgumentException("a server does not send " + kind);
    }
  }

  private void connectResponse() {
    exact("protocolVersion", in.getInt());
    exact("timeOut", in.getInt());
    add("sessionId", Meaning.SESSION, in.getLong());
    add("passwd", Meaning.PASSWORD, HexFormat.of().formatHex(bytes()));
    exact("readOnly", in.hasRemaining() ? Byte.toString(in.get()) : "absent");
  }

  private int header() {
    exact("xid", in.getInt());
    add("zxid", Meaning.ZXID, in.getLong());
    int err = in.getInt();
    exact("err", err);
    return err;
  }

  private void body(String at, String op) {
    switch (op) {
      case "create", "sync" -> exact(at + "path", string());
      case "create2", "createContainer", "createTTL" -> {
        exact(at + "path", string());
        stat(at);
      }
      case "exists", "setData", "setACL" -> stat(at);
      case "getData", "reconfig" -> {
        exact(at + "data", data());
        stat(at);
      }
      case "getACL" -> {
        acl(at);
        stat(at);
      }
      case "getChildren" -> exact(at + "children", names());
      case "getChildren2" -> {
        exact(at + "children", names());
        stat(at);
      }
      case "getEphemerals" -> exact(at + "ephemerals", names());
      case "getAllChildrenNumber", "addWatch" -> exact(at + "number", in.getInt());
      case "whoAmI" -> exact(at + "clientInfo", clientInfo());
      case "sasl" -> exact(at + "token", data());
      case "multi", "multiRead" -> results(at);
      default -> {
        // no body: whatever is there is reported as undecoded
      }
    }
  }

  private void results(String at) {
    for (int i = 0; ; i++) {
      int type = in.getInt();
      boolean done = in.get() != 0;
      int err = in.getInt();
      String result = at + "results[" + i + "].";
      exact(result + "header", type + " " + done + " " + err);
      if (done) {
        return;
      }
      switch (type) {
        case -1 -> exact(result + "err", in.getInt());
        case 1 -> body(result, "create");
        case 15 -> body(result, "create2");
        case 4 -> body(result, "getData");
        case 5 -> body(result, "setData");
        case 8 -> body(result, "getChildren");
        default -> {
          // delete and check have no result
        }
      }
    }
  }

  private void stat(String at) {
    add(at + "stat.czxid", Meaning.ZXID, in.getLong());
    add(at + "stat.mzxid", Meaning.ZXID, in.getLong());
    add(at + "stat.ctime", Meaning.TIME, in.getLong());
    add(at + "stat.mtime", Meaning.TIME, in.getLong());
    exact(at + "stat.version", in.getInt());
    exact(at + "stat.cversion", in.getInt());
    exact(at + "stat.aversion", in.getInt());
    add(at + "stat.ephemeralOwner", Meaning.SESSION, in.getLong());
    exact(at + "stat.dataLength", in.getInt());
    exact(at + "stat.numChildren", in.getInt());
    add(at + "stat.pzxid", Meaning.ZXID, in.getLong());
  }

  private void acl(String at) {
    int count = in.getInt();
    exact(at + "acl.size", count);
    for (int i = 0; i < count; i++) {
      exact(at + "acl[" + i + "]", in.getInt() + " " + string() + " " + string());
    }
  }

  /** Names come in no particular order. */
  private List<String> names() {
    int count = in.getInt();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(string());
    }
    return names.stream().sorted().toList();
  }

  private List<String> clientInfo() {
    int count = in.getInt();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(string() + ":" + string());
    }
    return ids.stream().sorted().toList();
  }

  private String string() {
    int length = in.getInt();
    if (length < 0) {
      return "(null)";
    }
    byte[] utf8 = new byte[length];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }

  /** Data as readable text: nothing is lost, ISO 8859-1 has a character for each byte. */
  private String data() {
    int length = in.getInt();
    if (length < 0) {
      return "(null)";
    }
    byte[] data = new byte[length];
    in.get(data);
    return '"' + new String(data, StandardCharsets.ISO_8859_1) + '"';
  }

  private void exact(String name, Object value) {
    add(name, Meaning.EXACT, value);
  }

  private void add(String name, Meaning meaning, Object value) {
    fields.add(new Field(name, meaning, value));
  }
}
