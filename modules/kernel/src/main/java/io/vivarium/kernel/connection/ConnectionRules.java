package io.vivarium.kernel.connection;

import java.util.List;

/**
 * What client connections may do.
 *
 * @param limits what they may make this server hold
 * @param large what large requests may take
 * @param timeouts how long they may be silent
 * @param proof what they must have proved
 * @param words which four-letter words are answered to them
 */
public record ConnectionRules(
    Limits limits, Large large, Timeouts timeouts, Proof proof, Words words) {
  /**
   * What clients may make this server hold.
   *
   * @param juteMaxBuffer largest frame in bytes
   * @param fieldLimit largest string or buffer inside a frame in bytes
   * @param outstandingPerConnection requests of one connection in the pipeline before it is no longer read
   * @param outboundBytes bytes waiting for a client that does not read, above which it is dropped
   * @param perAddress connections per client address; 0 for any number
   * @param total connections of a listener; 0 for any number
   * @param watches paths that one connection watches; 0 for any number
   * @param watchBytes of memory that the watches of one connection take; 0 for any
   * @param sessions of the ensemble; 0 for any number
   */
  public record Limits(
      int juteMaxBuffer,
      int fieldLimit,
      int outstandingPerConnection,
      long outboundBytes,
      int perAddress,
      int total,
      int watches,
      long watchBytes,
      int sessions) {}

  /**
   * What large requests on their way may take, in bytes.
   *
   * @param size least size of a request that is counted
   * @param total of all connections
   * @param perConnection at least the largest request
   */
  public record Large(int size, long total, long perConnection) {
    /** Requests from this size on are counted unless another size is configured, bytes. */
    public static final int UNLESS_CONFIGURED = 4 * 1024;
  }

  /**
   * Milliseconds.
   *
   * @param sessionless how long a connection may stay without a session
   * @param least session timeout granted
   * @param greatest session timeout granted
   */
  public record Timeouts(int sessionless, int least, int greatest) {}

  /**
   * What a connection must have proved before it may ask anything.
   *
   * @param schemes an identity of one of these; nothing when the list is empty
   * @param keepsWhoFailed whether a client whose SASL failed stays, without the identity ({@code allowSaslFailedClients})
   */
  public record Proof(List<String> schemes, boolean keepsWhoFailed) {
    /** Copies the list. */
    public Proof {
      schemes = List.copyOf(schemes);
    }
  }

  /**
   * Four-letter words.
   *
   * @param allowed as {@code 4lw.commands.whitelist} has it
   * @param readOnlyMode whether {@code readonlymode.enabled} is on
   */
  public record Words(String allowed, boolean readOnlyMode) {}
}
