package io.vivarium.consensus.zab.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.JuteWriter;
import io.vivarium.consensus.zab.wire.InitialMessage.Address;
import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server presents itself on an election connection. */
class InitialMessageTest {
  @Test
  void addressesComeBackAsTheyWereTold() {
    InitialMessage one = new InitialMessage(3, false, List.of(new Address("zk3", 3888)));
    InitialMessage several =
        new InitialMessage(
            3, true, List.of(new Address("zk3", 3888), new Address("2001:db8::3", 3889)));

    assertEquals(one, InitialMessage.decode(encoded(one)));
    assertEquals(several, InitialMessage.decode(encoded(several)));
  }

  @Test
  void anIpv6AddressStandsInBrackets() {
    assertEquals("[2001:db8::3]:3889", new Address("2001:db8::3", 3889).toString());
  }

  @Test
  void serversBeforeThereWereAddressesTellTheirNumberOnly() {
    ByteBuffer bytes = ByteBuffer.allocate(12).putLong(7).putInt(44).flip();

    assertEquals(8, InitialMessage.frameLength(bytes));
    assertEquals(new InitialMessage(7, false, List.of()), InitialMessage.decode(bytes.slice(0, 8)));
    assertEquals(bytes.slice(0, 8), encoded(new InitialMessage(7, false, List.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:3888", "[::]:3888", "[0:0:0:0:0:0:0:0]:3888"})
  void wildcardsAreNoAddresses(String wildcard) {
    InitialMessage read = InitialMessage.decode(message(-65535, wildcard + "|zk3:3888"));

    assertEquals(List.of(new Address("zk3", 3888)), read.addresses());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zk3",
        ":3888",
        "zk3:",
        "zk3:x",
        "zk3:-1",
        "zk3:65536",
        "a:b:1",
        "[::1:1",
        "zk3:1|",
        "[ zk3]:1",
        "[\u0001zk3]:1",
        "[[zk3]]:1",
        "zk 3:1",
        "\u0007:x"
      })
  void whatIsNoAddressIsRefused(String address) {
    String said =
        assertThrows(
                MalformedFrameException.class,
                () -> InitialMessage.decode(message(-65535, address)))
            .getMessage();

    assertTrue(said.endsWith("is not of the form host:port or [address]:port"), said);
    assertTrue(said.chars().noneMatch(Character::isISOControl), "nothing that upsets a terminal");
  }

  @Test
  void aNegativeNumberIsRefused() {
    ByteBuffer bytes = message(-65536, "zk3:3888").putLong(8, -2);

    assertThrows(MalformedFrameException.class, () -> InitialMessage.decode(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "-1,     10, protocol -1 at offset 0",
    "-65534, 10, protocol -65534 at offset 0",
    "-65536,  0, 'length 0, it must be in 1 to 2048'",
    "-65536, -1, 'length -1, it must be in 1 to 2048'",
    "-65535, 2049, 'length 2049, it must be in 1 to 2048'"
  })
  void whatNobodyMeansIsRefusedAtOnce(long protocol, int length, String reason) {
    ByteBuffer bytes = ByteBuffer.allocate(20).putLong(protocol).putLong(3).putInt(length).flip();

    String said =
        assertThrows(MalformedFrameException.class, () -> InitialMessage.frameLength(bytes))
            .getMessage();

    assertTrue(said.contains(reason), said);
  }

  private static ByteBuffer message(long protocol, String addresses) {
    byte[] text = addresses.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(20 + text.length)
        .putLong(protocol)
        .putLong(3)
        .putInt(text.length)
        .put(text)
        .flip();
  }

  private static ByteBuffer encoded(InitialMessage message) {
    JuteWriter out = new JuteWriter();
    message.encode(out);
    return ByteBuffer.wrap(out.toByteArray());
  }
}
