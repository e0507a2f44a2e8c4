package io.vivarium.spi.admin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer. What the endpoint sends is the content when there is one, else the fields as a JSON object, in their order.
 *
 * @param status by the numbers of HTTP
 * @param fields values are null, {@link String}, {@link Long}, {@link Integer}, {@link Double}, {@link Boolean}, or a {@link
 *     java.util.List} or a {@link Map} with texts as keys of such values
 * @param headers told beside the answer, by name
 * @param content bytes in the place of the fields; null for none. Whoever sends them closes it
 */
public record AdminReply(
    int status,
    Map<String, @Nullable Object> fields,
    Map<String, String> headers,
    @Nullable AdminContent content) {
  /** All is well; also said with an {@code error} among the fields, as ZooKeeper does. */
  public static final int OK = 200;

  /** Keeps the order of the fields. */
  @SuppressWarnings("RedundantRecordConstructor") // what may be null would be lost in a compact one
  public AdminReply(
      int status,
      Map<String, @Nullable Object> fields,
      Map<String, String> headers,
      @Nullable AdminContent content) {
    this.status = status;
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.content = content;
  }

  /** An answer of fields. */
  public static AdminReply of(Map<String, @Nullable Object> fields) {
    return new AdminReply(OK, fields, Map.of(), null);
  }

  /** A failure with a text for the caller; null when ZooKeeper says nothing. */
  public static AdminReply failed(int status, @Nullable String error) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("error", error);
    return new AdminReply(status, fields, Map.of(), null);
  }
}
