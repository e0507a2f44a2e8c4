package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.codec.GoldenWire.Frame;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ConnectResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captured handshakes read as what they say and are written as the same bytes. */
class GoldenConnectTest {
  static List<Frame> requests() {
    return GoldenWire.frames().stream().filter(f -> f.kind().equals("ConnectRequest")).toList();
  }

  static List<Frame> responses() {
    return GoldenWire.frames().stream().filter(f -> f.kind().equals("ConnectResponse")).toList();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestReadsAndWritesAsCaptured(Frame frame) {
    ConnectRequest request = ConnectCodec.decode(frame.body());
    Map<String, Object> fields = frame.fields();
    assertEquals(ExpectedFields.number(fields.get("protocolVersion")), request.protocolVersion());
    assertEquals(ExpectedFields.wide(fields.get("lastZxidSeen")), request.lastZxidSeen());
    assertEquals(ExpectedFields.number(fields.get("timeOut")), request.timeout());
    assertEquals(ExpectedFields.wide(fields.get("sessionId")), request.sessionId());
    ExpectedFields.assertBytes(fields.get("passwd"), request.password());
    assertEquals(fields.get("readOnly") != null, request.readOnlyPresent());
    assertEquals(Boolean.TRUE.equals(fields.get("readOnly")), request.readOnly());

    JuteWriter out = new JuteWriter();
    ConnectCodec.encode(request, out);
    assertArrayEquals(frame.bytes(), out.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("responses")
  void responseReadsAndWritesAsCaptured(Frame frame) {
    ConnectResponse response = ConnectCodec.decodeResponse(frame.body());
    Map<String, Object> fields = frame.fields();
    assertEquals(ExpectedFields.number(fields.get("timeOut")), response.timeout());
    assertEquals(ExpectedFields.wide(fields.get("sessionId")), response.sessionId());
    ExpectedFields.assertBytes(fields.get("passwd"), response.password());
    assertEquals(fields.get("readOnly") != null, response.readOnlyPresent());
    assertEquals(Boolean.TRUE.equals(fields.get("readOnly")), response.readOnly());

    JuteWriter out = new JuteWriter();
    ConnectCodec.encode(response, out);
    assertArrayEquals(frame.bytes(), out.toByteArray());
  }
}
