package io.vivarium.shell;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Data of a node in JSON: text where it is UTF-8, base64 where it is not. */
final class DataField {
  static final String TEXT = "data";
  static final String BASE64 = "dataBase64";

  private DataField() {}

  /** The text that these bytes are; null when they are none. */
  static @Nullable String text(byte[] data) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** One field; none and null differ. */
  static void write(byte @Nullable [] data, JsonGenerator json) throws IOException {
    if (data == null) {
      json.writeNullField(TEXT);
      return;
    }
    String text = text(data);
    if (text != null) {
      json.writeStringField(TEXT, text);
    } else {
      json.writeStringField(BASE64, Base64.getEncoder().encodeToString(data));
    }
  }
}
