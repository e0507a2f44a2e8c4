package io.vivarium.admin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void theFormIsZooKeepers() {
    Map<String, Object> first = new LinkedHashMap<>();
    first.put("remote_socket_address", "127.0.0.1:1");
    first.put("interest_ops", 1);
    Map<String, Object> second = new LinkedHashMap<>();
    second.put("remote_socket_address", "127.0.0.1:2");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("connections", List.of(first, second));
    fields.put("secure_connections", List.of());
    fields.put("ids", List.of(1L, 2L));
    fields.put("config", Map.of());
    fields.put("avg_latency", 0.0);
    fields.put("read_only", false);
    fields.put("error", null);
    assertEquals(
        """
        {
          "connections" : [ {
            "remote_socket_address" : "127.0.0.1:1",
            "interest_ops" : 1
          }, {
            "remote_socket_address" : "127.0.0.1:2"
          } ],
          "secure_connections" : [ ],
          "ids" : [ 1, 2 ],
          "config" : { },
          "avg_latency" : 0.0,
          "read_only" : false,
          "error" : null
        }""",
        JsonText.of(fields));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"\\/\b\f\n\r\t",
        "\u0000\u001f\u007f\u0080\u2028",
        "ünï-\uD83D\uDE00",
        "</script>",
        "\",\"error\":\"x"
      })
  void everyTextComesBackAsItWas(String text) throws Exception {
    Map<String, Object> fields = Map.of(text, List.of(text, Map.of("a", text)));
    assertEquals(fields, MAPPER.readValue(JsonText.of(fields), Map.class));
  }

  @Test
  void whatIsNoNumberInJsonBecomesOne() throws Exception {
    assertEquals(
        Map.of("a", 0.0, "b", 1.0E300, "c", Long.MIN_VALUE),
        MAPPER.readValue(
            JsonText.of(Map.of("a", Double.NaN, "b", 1.0E300, "c", Long.MIN_VALUE)), Map.class));
  }

  @Test
  void listsMayHoldNothing() {
    List<Object> list = new ArrayList<>(Arrays.asList((Object) null));
    assertEquals("{\n  \"a\" : [ null ]\n}", JsonText.of(Map.of("a", list)));
  }

  @Test
  void otherValuesAreAMistakeOfTheCommand() {
    assertThrows(IllegalArgumentException.class, () -> JsonText.of(Map.of("a", Instant.EPOCH)));
  }
}
