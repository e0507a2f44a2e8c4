package io.vivarium.config;

import io.vivarium.model.ensemble.Membership.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens for clients.
 *
 * @param clientPort plain port, null: none, 0: chosen by the system ({@code clientPort=auto})
 * @param clientPortAddress address of the plain port; null: all addresses
 * @param secureClientPort port with TLS, null: none, 0: chosen by the system
 * @param secureClientPortAddress address of the port with TLS; null: all addresses
 * @param backlog connections that may wait to be accepted; −1: the system decides
 * @param keepAlive whether TCP keep-alive is set on connections
 */
public record ClientPorts(
    @Nullable Integer clientPort,
    @Nullable String clientPortAddress,
    @Nullable Integer secureClientPort,
    @Nullable String secureClientPortAddress,
    int backlog,
    boolean keepAlive) {

  /** The port that lets the system choose one. */
  public static final int ANY = 0;

  /** What the parser makes of {@code auto}; {@code 0} is ZooKeeper's word for no port. */
  static final int AUTO = -1;

  /** A port, or {@code auto}. */
  static ValueType<Integer> type() {
    ValueType<Integer> port = ValueType.port();
    return new ValueType<>(
        Integer.class,
        "port",
        "a port from 1 to 65535, 0 for none, auto for one that the system chooses",
        "",
        (text, decode) -> text.equalsIgnoreCase("auto") ? AUTO : port.parser().parse(text, decode));
  }

  /**
   * Reads the ports.
   *
   * @param own the client part of this server's own line; null when there is none
   */
  static ClientPorts from(Values values, @Nullable ClientAddress own, Problems problems) {
    Integer plain = port(values, ClientKeys.CLIENT_PORT);
    Integer secure = port(values, ClientKeys.SECURE_CLIENT_PORT);
    String address = values.find(ClientKeys.CLIENT_PORT_ADDRESS);
    if (own != null) {
      agree(values, own, problems);
      plain = own.port();
      address = own.wildcard() ? address : own.host();
    }
    address =
        checked(
            values,
            ClientKeys.CLIENT_PORT_ADDRESS,
            address,
            plain,
            ClientKeys.CLIENT_PORT,
            problems);
    String secureAddress =
        checked(
            values,
            ClientKeys.SECURE_CLIENT_PORT_ADDRESS,
            values.find(ClientKeys.SECURE_CLIENT_PORT_ADDRESS),
            secure,
            ClientKeys.SECURE_CLIENT_PORT,
            problems);
    Setting written = values.setting(ClientKeys.SECURE_CLIENT_PORT);
    if (written != null
        && plain != null
        && plain != ANY
        && plain.equals(secure)
        && overlap(address, secureAddress)) {
      problems.error(
          written, "is the same port as clientPort", "Choose another port for one of them");
    }
    return new ClientPorts(
        plain,
        address,
        secure,
        secureAddress,
        values.get(ClientKeys.BACKLOG),
        values.get(ClientKeys.KEEP_ALIVE));
  }

  /** The static file may repeat what this server's own line says, but not contradict it. */
  private static void agree(Values values, ClientAddress own, Problems problems) {
    Setting port = values.setting(ClientKeys.CLIENT_PORT);
    Integer number = port(values, ClientKeys.CLIENT_PORT);
    if (port != null && number != null && number != own.port()) {
      problems.error(
          port,
          "differs from the client port " + own.port() + " in the server line of this server",
          "Remove it, or make both equal");
    }
    Setting address = values.setting(ClientKeys.CLIENT_PORT_ADDRESS);
    if (address != null
        && !own.wildcard()
        && !address.value().equals(own.host())
        && !new ClientAddress(address.value(), own.port()).wildcard()) {
      problems.error(
          address,
          "differs from the client address " + own.host() + " in the server line of this server",
          "Remove it, or make both equal");
    }
  }

  private static boolean overlap(@Nullable String one, @Nullable String other) {
    return one == null || other == null || one.equals(other);
  }

  private static @Nullable Integer port(Values values, Key<Integer> key) {
    Integer port = values.find(key);
    if (port == null || port == 0) {
      return null;
    }
    return port == AUTO ? ANY : port;
  }

  private static @Nullable String checked(
      Values values,
      Key<String> key,
      @Nullable String address,
      @Nullable Integer port,
      Key<Integer> portKey,
      Problems problems) {
    if (address == null || address.isEmpty()) {
      return null;
    }
    Setting written = values.setting(key);
    boolean portIsWrong = values.setting(portKey) != null && !values.isSet(portKey);
    if (port == null && written != null && !portIsWrong) {
      problems.error(
          written,
          "is set, but " + portKey.name() + " is not",
          "Set " + portKey.name() + " or remove it");
    }
    return address;
  }
}
